import { ulid } from 'ulid';
import { WORKFLOW_ACTOR, type Actor } from '../../domain/actors';
import { postingsFor } from '../../domain/ledger';
import type { PaymentOrder } from '../../domain/orders';
import { declined, succeeded } from '../../domain/outcomes';
import { apply, received, type Fact, type PaymentState } from '../../domain/payments';
import { referenceOf, type Step } from '../../domain/steps';
import type { Change, NewIntent, PaymentRecord } from '../interfaces/payments';
import type { Store } from '../interfaces/store';

export const CHANNEL_ACTOR: Actor = { kind: 'channel', id: 'shop' };

export const FUNDED: Fact = { type: 'funding_succeeded', externalId: 'ch_1' };
export const CREDITED: Fact = { type: 'crediting_succeeded', externalId: 'adj_1' };
export const REFUSED: Fact = { type: 'funding_declined', code: 'insufficient_funds' };

export function anOrder(changes: Partial<PaymentOrder> = {}): PaymentOrder {
  return {
    id: `pay_${ulid()}`,
    amount: { value: 1050, currency: 'EUR' },
    account: { by: 'msisdn', value: '+35799000001' },
    source: { type: 'card', cardId: 'card_1', token: 'tok_1' },
    acquirer: 'sandbox',
    biller: 'telco',
    channel: 'shop',
    createdAt: new Date().toISOString(),
    ...changes,
  };
}

export const intentFor = (
  order: PaymentOrder,
  step: Step,
  status: NewIntent['status'] = 'ready',
): NewIntent => ({
  step,
  reference: referenceOf(order.id, step),
  status,
});

/** A request to receive an order; its key is the order's id unless another is given. */
export function aRequest(
  order: PaymentOrder,
  changes: { idempotencyKey?: string; requestHash?: string } = {},
) {
  return {
    idempotencyKey: order.id,
    requestHash: 'hash',
    actor: CHANNEL_ACTOR,
    first: intentFor(order, 'fund', 'sent'),
    ...changes,
  };
}

export async function receiveOne(store: Store, changes: Partial<PaymentOrder> = {}): Promise<PaymentOrder> {
  const order = anOrder(changes);
  await store.payments.receive(order, aRequest(order));
  return order;
}

const SETTLES: Partial<Record<Fact['type'], Step>> = {
  funding_succeeded: 'fund',
  funding_declined: 'fund',
  crediting_succeeded: 'credit',
  crediting_declined: 'credit',
  reversal_succeeded: 'reverse',
  reversal_declined: 'reverse',
};

/** The change that a fact makes, as the activities put it together. */
export function changeOf(order: PaymentOrder, from: PaymentState, fact: Fact, next?: NewIntent): Change {
  const step = SETTLES[fact.type];
  const outcome =
    'code' in fact
      ? declined(fact.code)
      : succeeded('externalId' in fact ? { externalId: fact.externalId } : {});
  return {
    order,
    fact,
    actor: WORKFLOW_ACTOR,
    to: apply(from, fact),
    postings: postingsFor(order, fact.type),
    ...(step && { settles: { step, outcome } }),
    ...(next && { next }),
  };
}

/** Records facts one after another, from the beginning. */
export async function play(store: Store, order: PaymentOrder, ...facts: Fact[]): Promise<PaymentState> {
  let state = received(order);
  for (const fact of facts) {
    const change = changeOf(order, state, fact);
    expect(await store.payments.record(change)).toBe('recorded');
    state = change.to;
  }
  return state;
}

export async function stored(store: Store, order: PaymentOrder): Promise<PaymentRecord> {
  const record = await store.payments.get(order.id);
  if (!record) throw new Error(`${order.id} is not in the store`);
  return record;
}
