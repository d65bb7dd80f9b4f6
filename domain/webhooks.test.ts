import { PAYMENT_STATUSES } from './payments';
import { REFUND_STATUSES } from './refunds';
import { eventOf, wants, WEBHOOK_EVENTS } from './webhooks';

test('each status is an event, but for the one that is no news', () => {
  const types = PAYMENT_STATUSES.map((status) => eventOf('payment', undefined, { status }));
  expect(types).toEqual(
    PAYMENT_STATUSES.map((status) => (status === 'processing' ? undefined : `payment.${status}`)),
  );
  for (const status of REFUND_STATUSES)
    expect(eventOf('refund', undefined, { status })).toBe(`refund.${status}`);
});

test('every event is made by something', () => {
  const statuses = [
    ...PAYMENT_STATUSES.map((status) => `payment.${status}`),
    ...REFUND_STATUSES.map((status) => `refund.${status}`),
  ];
  const others = WEBHOOK_EVENTS.filter((event) => !statuses.includes(event));
  expect(others).toEqual(['payment.attention', 'refund.attention', 'endpoint.test']);
});

test('a change that leaves the status is no event, unless a person is needed now', () => {
  const funded = { status: 'funded' };
  const needed = { ...funded, attention: 'crediting_unresolved' };
  expect(eventOf('payment', funded, funded)).toBeUndefined();
  expect(eventOf('payment', funded, needed)).toBe('payment.attention');
  expect(eventOf('payment', needed, needed)).toBeUndefined();
  expect(eventOf('payment', needed, funded)).toBeUndefined();
  expect(eventOf('payment', needed, { ...funded, attention: 'outcome_contradicts' })).toBe(
    'payment.attention',
  );
  expect(eventOf('payment', needed, { status: 'succeeded' })).toBe('payment.succeeded');
  const refunded = { status: 'refunded' };
  expect(eventOf('refund', refunded, { ...refunded, attention: 'debiting_refused' })).toBe(
    'refund.attention',
  );
});

test('an endpoint gets what it asks for; all, where it asks for nothing; and its own test', () => {
  expect(wants([], 'payment.funded')).toBe(true);
  expect(wants(['payment.funded'], 'payment.funded')).toBe(true);
  expect(wants(['payment.funded'], 'payment.declined')).toBe(false);
  expect(wants(['payment.funded'], 'endpoint.test')).toBe(true);
});
