import { ulid } from 'ulid';
import { WORKFLOW_ACTOR } from '../../domain/actors';
import { refundPostingsFor } from '../../domain/ledger';
import type { PaymentOrder } from '../../domain/orders';
import { declined, succeeded } from '../../domain/outcomes';
import { applyToRefund, requested } from '../../domain/refunds';
import type { RefundFact, RefundOrder, RefundState } from '../../domain/refunds';
import type { RefundStep } from '../../domain/steps';
import type { RefundChange } from '../interfaces/refunds';
import type { Store } from '../interfaces/store';
import { CREDITED, FUNDED, play, receiveOne } from './fixtures';

export const OPERATOR = { kind: 'user', id: 'usr_olga' } as const;
export const MANAGER = { kind: 'user', id: 'usr_maria' } as const;

export const APPROVED: RefundFact = {
  type: 'approved',
  batched: false,
  actor: MANAGER,
  at: '2026-03-01T12:00:00.000Z',
};
export const GIVEN_BACK: RefundFact = { type: 'refunding_succeeded', externalId: 're_1' };
export const DEBITED: RefundFact = { type: 'debiting_succeeded', externalId: 'adj_2' };

/** A payment that succeeded: there is something to give back. */
export async function aSucceededPayment(
  store: Store,
  changes: Partial<PaymentOrder> = {},
): Promise<PaymentOrder> {
  const order = await receiveOne(store, changes);
  await play(store, order, FUNDED, CREDITED);
  return order;
}

export function aRefund(payment: PaymentOrder, changes: Partial<RefundOrder> = {}): RefundOrder {
  return {
    id: `rfd_${ulid()}`,
    paymentId: payment.id,
    amount: { value: 500, currency: payment.amount.currency },
    reason: 'paid by mistake',
    askedBy: OPERATOR,
    channel: payment.channel,
    acquirer: payment.acquirer,
    biller: payment.biller,
    authorisationId: 'ch_1',
    escalateAt: '2026-03-02T12:00:00.000Z',
    expiresAt: '2026-03-08T12:00:00.000Z',
    createdAt: new Date().toISOString(),
    ...changes,
  };
}

export async function requestOne(store: Store, payment: PaymentOrder, value = 500): Promise<RefundOrder> {
  const order = aRefund(payment, { amount: { value, currency: payment.amount.currency } });
  expect(await store.refunds.request(order, order.id)).toMatchObject({ kind: 'new' });
  return order;
}

const SETTLES: Partial<Record<RefundFact['type'], RefundStep>> = {
  refunding_succeeded: 'refund',
  refunding_declined: 'refund',
  debiting_succeeded: 'debit',
  debiting_declined: 'debit',
};

export function refundChangeOf(order: RefundOrder, from: RefundState, fact: RefundFact): RefundChange {
  const step = SETTLES[fact.type];
  const outcome =
    'code' in fact
      ? declined(fact.code)
      : succeeded('externalId' in fact ? { externalId: fact.externalId } : {});
  return {
    order,
    fact,
    actor: 'actor' in fact ? fact.actor : WORKFLOW_ACTOR,
    to: applyToRefund(from, fact),
    postings: refundPostingsFor(order, fact.type),
    ...(step && { settles: { step, outcome } }),
  };
}

/** Records facts one after another, from the beginning. */
export async function playRefund(
  store: Store,
  order: RefundOrder,
  ...facts: RefundFact[]
): Promise<RefundState> {
  let state = requested();
  for (const fact of facts) {
    const change = refundChangeOf(order, state, fact);
    expect(await store.refunds.record(change)).toBe('recorded');
    state = change.to;
  }
  return state;
}
