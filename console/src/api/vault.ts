import type { NewPayment } from './contract';
import { answer, api, keyed } from './http';

/** What is printed on a card, without its security code: that is nowhere. */
export interface CardNumber {
  /** Digits only. */
  number: string;
  /** 1 to 12. */
  expiryMonth: number;
  expiryYear: number;
}

/** What pays in the number's place. */
export type VaultedCard = Extract<NewPayment['source'], { type: 'vaulted_card' }>;

/** The vault refused, or is `unanswered`. It carries a code and nothing else, so nothing that was sent. */
export class VaultProblem extends Error {
  override readonly name = 'VaultProblem';
  constructor(readonly code: string) {
    super(code);
  }
}

export interface Ticket {
  ticket: string;
  /** Where the number goes. */
  url: string;
}

/** After so long without an answer, the number is better keyed in again. */
const PATIENCE_MS = 20_000;

/** Good once, and not for long. The API makes a new one each time it is asked. */
export const askForTicket = (): Promise<Ticket> =>
  answer(api.POST('/v1/vault-tickets', { params: keyed(crypto.randomUUID()) }));

/**
 * Sends a card number straight to the vault, once. Never call it through a mutation, whose cache would keep the number.
 * @throws VaultProblem
 */
export async function sendCardNumber({ ticket, url }: Ticket, card: CardNumber): Promise<VaultedCard> {
  const request = new Request(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ticket}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(card),
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
  });
  const { status, body } = await withPatience(exchange(request));
  if (status === 201) return vaultedCard(body);
  const { code } = memberOf(body, 'error');
  throw new VaultProblem(typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? code : 'internal_error');
}

async function exchange(request: Request): Promise<{ status: number; body: unknown }> {
  try {
    const response = await globalThis.fetch(request);
    return { status: response.status, body: await response.json() };
  } catch {
    throw new VaultProblem('unanswered');
  }
}

function withPatience<T>(sent: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new VaultProblem('unanswered')), PATIENCE_MS);
    sent.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Taken only where it can't be the number itself: from here on it goes wherever a payment goes. */
function vaultedCard(body: unknown): VaultedCard {
  const { token, brand, last4 } = memberOf({ body }, 'body');
  const fits = (value: unknown, form: RegExp): value is string =>
    typeof value === 'string' && form.test(value);
  if (!fits(token, /^vlt_[0-9a-f]{32}$/) || !fits(brand, /^[a-z]{1,20}$/) || !fits(last4, /^[0-9]{4}$/)) {
    throw new VaultProblem('internal_error');
  }
  return { type: 'vaulted_card', token, brand, last4 };
}

function memberOf(body: unknown, name: string): Record<string, unknown> {
  const member = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof member === 'object' && member !== null ? (member as Record<string, unknown>) : {};
}
