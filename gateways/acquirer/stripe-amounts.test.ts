import { stripeAmount } from './stripe-amounts';

test.each([
  ['EUR', 1050, 1050],
  ['JPY', 500, 500],
  ['KWD', 1230, 1230],
  ['ISK', 5, 500],
  ['UGX', 700, 70_000],
  ['MGA', 1500, 15],
])('%s: %i in ISO 4217 minor units is %i for Stripe', (currency, value, expected) => {
  expect(stripeAmount({ value, currency })).toBe(expected);
});

test.each([
  ['KWD', 1234],
  ['MGA', 1520],
  ['EUR', 0],
  ['EUR', -5],
  ['QQQ', 100],
])('%s %i can’t be charged exactly, so it isn’t charged', (currency, value) => {
  expect(stripeAmount({ value, currency })).toBeUndefined();
});
