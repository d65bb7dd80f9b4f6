import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { VaultError } from './errors';

/** What the API lets one signed-in person do, once, and not for long: key in one card number. */
export interface Ticket {
  user: string;
  /** Used up with the card number that it lets in. */
  nonce: string;
  expiresAt: Date;
}

const VERSION = 'vt1';
/** No ticket is good for longer, whatever it says. */
const LONGEST_SECONDS = 5 * 60;
/** Clocks differ. */
const SKEW_SECONDS = 30;

const claims = z.strictObject({
  user: z.string().regex(/^[\x21-\x7e]{1,100}$/),
  /** Unix seconds. */
  expires: z.int().positive(),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
});

/**
 * Reads `vt1.<claims>.<signature>`: the claims as JSON in base64url, and the HMAC-SHA256 of everything before the last dot.
 * @throws VaultError where it is not genuine or its time is over
 */
export function readTicket(text: string, secret: string, now: Date): Ticket {
  const [, signed, body, signature] = /^(vt1\.([A-Za-z0-9_-]{1,600}))\.([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  if (signed === undefined || !signed.startsWith(`${VERSION}.`)) throw notGenuine();
  const expected = createHmac('sha256', secret).update(signed).digest();
  const given = Buffer.from(signature ?? '', 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw notGenuine();
  const { user, expires, nonce } = claimsIn(body ?? '');
  const left = expires - now.getTime() / 1000;
  if (left > LONGEST_SECONDS + SKEW_SECONDS) throw notGenuine();
  if (left <= 0) throw new VaultError('ticket_expired', 'The ticket’s time is over: ask for a new one.');
  return { user, nonce, expiresAt: new Date(expires * 1000) };
}

function claimsIn(body: string): z.infer<typeof claims> {
  try {
    return claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  } catch {
    throw notGenuine();
  }
}

function notGenuine(): VaultError {
  return new VaultError('ticket_invalid', 'A ticket of the API is needed, as a bearer token.');
}
