import type { PaymentOrder } from '../../domain/orders';
import { apply, received } from '../../domain/payments';
import { requested } from '../../domain/refunds';
import type { RefundOrder } from '../../domain/refunds';
import { refundView } from './refund-view';
import { paymentAnswer } from './payment-view';
import { tell, testEvent } from './webhook-bodies';

const at = '2026-01-31T10:00:00.000Z';
const updatedAt = '2026-01-31T10:00:01.000Z';
const order: PaymentOrder = {
  id: 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D',
  amount: { value: 1050, currency: 'EUR' },
  account: { by: 'msisdn', value: '+35799000001' },
  source: { type: 'card', cardId: 'card_1', token: 'tok_secret' },
  acquirer: 'sandbox',
  biller: 'billing',
  channel: 'shop',
  createdAt: at,
};
const before = received();
const state = apply(before, { type: 'funding_succeeded', externalId: 'op_1' });

test('a payment is told as the API shows it, with its sequence, and without what is not for channels', () => {
  const record = { order, state, card: { brand: 'visa', last4: '4242' }, updatedAt };
  const event = tell({ object: 'payment', record }, before)!;
  expect(event).toMatchObject({
    type: 'payment.funded',
    object: { kind: 'payment', id: order.id },
    sequence: 2,
  });
  const shown = JSON.parse(JSON.stringify(paymentAnswer(record))) as object;
  expect(JSON.parse(event.body)).toEqual({
    type: 'payment.funded',
    timestamp: updatedAt,
    data: { object: 'payment', sequence: 2, ...shown },
  });
  expect(event.body).not.toContain('tok_secret');
});

test('a payment that was only accepted is no news', () => {
  expect(tell({ object: 'payment', record: { order, state: before, updatedAt } }, undefined)).toBeUndefined();
});

test('a refund is told as the API shows it, with the ids of people, and neither their names nor what they noted', () => {
  const refund = {
    id: 'rfd_01JCKH3E8M5T0V6ZQ2W9RYXB4D',
    paymentId: order.id,
    amount: order.amount,
    reason: 'paid twice',
    askedBy: { kind: 'user', id: 'usr_1' },
    channel: 'shop',
    createdAt: at,
  } as RefundOrder;
  const record = { order: refund, state: { ...requested(), note: 'rather not' }, updatedAt };
  const event = tell({ object: 'refund', record }, undefined)!;
  const shown = JSON.parse(JSON.stringify(refundView(record))) as object;
  expect(JSON.parse(event.body)).toEqual({
    type: 'refund.pending_approval',
    timestamp: updatedAt,
    data: { object: 'refund', sequence: 1, ...shown },
  });
  expect(shown).toMatchObject({ askedBy: { kind: 'user', id: 'usr_1' } });
  expect(event.body).not.toContain('rather not');
});

test('a test says which endpoint it is for', () => {
  expect(JSON.parse(testEvent('whe_1', new Date(at)).body)).toEqual({
    type: 'endpoint.test',
    timestamp: at,
    data: { object: 'endpoint', sequence: 1, id: 'whe_1' },
  });
});
