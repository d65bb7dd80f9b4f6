import { digitsOf, grouped, isCardNumber, isExpired, placeAfter } from './card-number';

it.each([
  ['4242', '4242'],
  ['42424', '4242 4'],
  ['4242424242424242', '4242 4242 4242 4242'],
  ['6304000000000000000', '6304 0000 0000 0000 000'],
  ['378282246310005', '3782 822463 10005'],
  ['', ''],
])('%s is shown as %s', (digits, text) => {
  expect(grouped(digits)).toBe(text);
  expect(digitsOf(text)).toBe(digits);
});

it('takes the digits of what is pasted, and no more than a number has', () => {
  expect(digitsOf('4242-4242 4242.4242 x')).toBe('4242424242424242');
  expect(digitsOf('1'.repeat(40))).toHaveLength(19);
});

it('keeps the caret at its digit', () => {
  expect([0, 4, 5, 8].map((digits) => placeAfter('4242 4242', digits))).toEqual([0, 4, 6, 9]);
});

it.each(['4242424242424242', '378282246310005', '6304000000000000', '4222222222222'])(
  '%s may be a card',
  (digits) => {
    expect(isCardNumber(digits)).toBe(true);
  },
);

it.each(['', '4242424242424241', '2442424242424242', '42424242', '0'.repeat(20)])('%s is none', (digits) => {
  expect(isCardNumber(digits)).toBe(false);
});

it('is good to the end of its month', () => {
  const now = new Date('2026-11-30T23:59:59Z');
  expect([isExpired(11, 2026, now), isExpired(10, 2026, now), isExpired(1, 2027, now)]).toEqual([
    false,
    true,
    false,
  ]);
});
