import { found, ok, Refusal } from './answer';
import type { Asked, Reply } from './answer';
import type { KeyedIn } from './kept';
import { isDown } from './lines';
import type { World } from './world';

const brandOf = (number: string): string => (number.startsWith('4') ? 'visa' : 'mastercard');
const hex = (count: number): string => count.toString(16).padStart(32, '0');

export function makeTicket(world: World, { headers, origin }: Asked): Reply {
  const { permissions } = world.signedIn!;
  if (!permissions.includes('payments:batch')) throw new Refusal(403, 'scope_missing');
  if (!isDown(world)) throw new Refusal(409, 'line_up');
  const ticket = `vt1.${world.answers.size}`;
  world.vault.tickets.add(ticket);
  const url = `${headers.get('origin') ?? origin}/v1/card-numbers`;
  return ok({ ticket, url, expiresAt: new Date(Date.now() + 180_000).toISOString() }, 201);
}

/** The vault's own door: no session, and errors in its own form. */
export function keyIn({ vault }: World, { headers, body }: Asked): Reply {
  const refuse = (code: string, status = 422): Reply => ({
    status,
    json: { error: { code, message: code } },
  });
  const ticket = headers.get('authorization')?.replace('Bearer ', '') ?? '';
  if (vault.refuses) {
    const code = vault.refuses;
    vault.refuses = undefined;
    return refuse(code);
  }
  if (Object.keys(body).sort().join() !== 'expiryMonth,expiryYear,number')
    return refuse('malformed_request', 400);
  if (!vault.tickets.delete(ticket)) return refuse('ticket_used', 409);
  const card = body as unknown as Omit<KeyedIn, 'token'>;
  const token = `vlt_${hex(vault.kept.length + 1)}`;
  vault.kept.push({ ...card, token });
  return ok({ token, brand: brandOf(card.number), last4: card.number.slice(-4), expiresAt: '' }, 201);
}

/** What a payment shows of the number that it was made with; a token is good for one. */
export function shownOf({ vault }: World, token: string): { brand: string; last4: string } {
  const { number } = found(
    vault.kept.find((one) => one.token === token),
    'card_not_found',
  );
  if (vault.paid.has(token)) throw new Refusal(409, 'vault_token_used');
  vault.paid.add(token);
  return { brand: brandOf(number), last4: number.slice(-4) };
}
