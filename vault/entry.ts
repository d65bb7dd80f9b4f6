import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { bearerOf } from './bearer';
import { brandOf, type CardDetails, checkCard } from './cards';
import type { VaultDeps } from './deps';
import { sealEnvelope } from './envelope';
import { VaultError } from './errors';
import { perMinute } from './limits';
import { boundTo } from './records';
import { readTicket } from './tickets';

const FIELDS = ['number', 'expiryMonth', 'expiryYear'];

const body = z.strictObject({
  number: z
    .string()
    .max(40)
    .regex(/^[0-9][0-9 -]*$/)
    .transform((text) => text.replace(/[ -]/g, '')),
  expiryMonth: z.int().min(1).max(12),
  expiryYear: z.int().min(2000).max(2099),
});

/** Names of fields that people give to what is printed beside the number, or to what only the card's owner knows. */
const SECURITY_CODE =
  /cvc|cvv|csc|cav|cvd|cvn|cid$|securitycode|verification|^code$|cardcode|^pin|track|magnet/;

/** `POST /v1/card-numbers`: a card number in, straight from the console's browser; a token out. */
export function cardNumberEntry(deps: VaultDeps): RequestHandler {
  const limit = perMinute(deps.limits.perUser);
  return async (request, response) => {
    const now = deps.now();
    const ticket = readTicket(bearerOf(request), deps.ticketSecret, now);
    await limit(request, response, ticket.user);
    const card = cardIn(request.body);
    checkCard(card, now);
    const id = `vlt_${randomBytes(16).toString('hex')}`;
    const expiresAt = new Date(now.getTime() + deps.keepMs);
    const secret = Buffer.from(JSON.stringify(card));
    const envelope = sealEnvelope(secret, boundTo({ id, expiresAt }), deps.keys);
    if (!(await deps.records.add({ id, expiresAt, ...envelope }, ticket, now))) {
      throw new VaultError('ticket_used', 'The ticket was used before: ask for a new one.');
    }
    deps.log.info({ token: id, user: ticket.user }, 'card number taken in');
    response.status(201).json({
      token: id,
      brand: brandOf(card.number),
      last4: card.number.slice(-4),
      expiresAt: expiresAt.toISOString(),
    });
  };
}

/** @throws VaultError naming a field of ours; what the caller made up is not repeated */
function cardIn(given: unknown): CardDetails {
  const names = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  if (names.some((name) => SECURITY_CODE.test(name.toLowerCase().replace(/[^a-z0-9]/g, '')))) {
    const message = 'Security codes are never kept: send the number and the expiry date alone.';
    throw new VaultError('security_code_not_allowed', message);
  }
  const read = body.safeParse(given);
  if (read.success) return read.data;
  const field = String(read.error.issues[0]?.path[0] ?? '');
  const message = FIELDS.includes(field)
    ? 'This field is missing or malformed.'
    : 'Expected number, expiryMonth and expiryYear, and nothing else.';
  throw new VaultError('malformed_request', message, FIELDS.includes(field) ? field : undefined);
}
