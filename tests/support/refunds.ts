import type { Channel, Event, Reply } from './channel';
import { eventually } from './eventually';
import type { Outside } from './outside';

/** As the API documents it (docs/openapi.json); only what tests look at. */
export interface Refund {
  id: string;
  paymentId: string;
  status: string;
  code?: string;
  amount: { value: number; currency: string };
  askedBy: { kind: string; id: string; name?: string };
  decidedBy?: { kind: string; id: string; name?: string };
  refunding: { status: string; externalId?: string };
  debiting: { status: string };
  batched?: true;
}

const ENDED = ['succeeded', 'rejected', 'cancelled', 'expired', 'declined'];

export const euros = (value: number): { value: number; currency: string } => ({ value, currency: 'EUR' });

/** Asks for all that is left of a payment, unless told. */
export function askRefund(
  who: Channel,
  paymentId: string,
  order: { amount?: object; reason?: string; batch?: boolean } = {},
  key?: string,
): Promise<Reply<Refund>> {
  return who.post(`/v1/payments/${paymentId}/refunds`, { reason: 'the wrong amount', ...order }, key);
}

/** The same, where it is sure to be taken. Resolves with the refund's id. */
export async function refundAskedFor(...asked: Parameters<typeof askRefund>): Promise<string> {
  const { status, body } = await askRefund(...asked);
  if (status !== 201) throw new Error(`the refund was not taken: ${status} ${JSON.stringify(body)}`);
  return body.id;
}

export function decideRefund(
  who: Channel,
  id: string,
  verdict: 'approval' | 'rejection' | 'cancellation',
  body: object = {},
  key?: string,
): Promise<Reply<Refund>> {
  return who.post(`/v1/refunds/${id}/${verdict}`, body, key);
}

export async function refundEvents(who: Channel, id: string): Promise<Event[]> {
  return (await who.get<{ items: Event[] }>(`/v1/refunds/${id}/events`)).items;
}

/** All refunds of a query, page by page. */
export async function allRefunds(who: Channel, query: string): Promise<Refund[]> {
  const found: Refund[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const after: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: Refund[]; cursor?: string } = await who.get(
      `/v1/refunds?limit=200&${query}${after}`,
    );
    found.push(...page.items);
    cursor = page.cursor;
  }
  return found;
}

export function untilRefundEnded(who: Channel, id: string): Promise<Refund> {
  return eventually(async () => {
    const refund = await who.get<Refund>(`/v1/refunds/${id}`);
    if (!ENDED.includes(refund.status)) throw new Error(`refund ${id} is still ${refund.status}`);
    return refund;
  });
}

/** How often the card got money back for it, and how often the account was debited. */
export async function timesGiven(outside: Outside, id: string): Promise<{ card: number; account: number }> {
  const done = (await outside.operations(id)).filter(
    ({ status }) => !['declined', 'refused'].includes(status),
  );
  const count = (kind: string): number => done.filter((operation) => operation.kind === kind).length;
  return { card: count('refund'), account: count('reversal') };
}
