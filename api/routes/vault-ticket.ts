import { createHmac, randomBytes } from 'node:crypto';

/** What the console needs to send one card number straight to the vault. */
export interface VaultTicket {
  ticket: string;
  expiresAt: Date;
}

/** Long enough to type a number from a telephone call; the vault takes none that lasts over five minutes. */
const LIFETIME_SECONDS = 3 * 60;

/** `vt1.<claims>.<HMAC-SHA256 of what stands before>`, as docs/vault.md describes it: names the user, and is good once. */
export function makeVaultTicket(secret: string, userId: string, now: Date): VaultTicket {
  const expires = Math.floor(now.getTime() / 1000) + LIFETIME_SECONDS;
  const claims = { user: userId, expires, nonce: randomBytes(16).toString('base64url') };
  const signed = `vt1.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  const signature = createHmac('sha256', secret).update(signed).digest('base64url');
  return { ticket: `${signed}.${signature}`, expiresAt: new Date(expires * 1000) };
}
