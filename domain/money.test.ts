import { exponentOf, formatMoney, isCurrency } from './money';

test.each([
  [{ value: 1050, currency: 'EUR' }, '10.50 EUR'],
  [{ value: 5, currency: 'EUR' }, '0.05 EUR'],
  [{ value: -5, currency: 'EUR' }, '-0.05 EUR'],
  [{ value: 1050, currency: 'JPY' }, '1050 JPY'],
  [{ value: 1050, currency: 'KWD' }, '1.050 KWD'],
  [{ value: 0, currency: 'USD' }, '0.00 USD'],
])('%j reads %s', (money, text) => {
  expect(formatMoney(money)).toBe(text);
});

test('exponents are those of ISO 4217', () => {
  expect([exponentOf('JPY'), exponentOf('EUR'), exponentOf('KWD'), exponentOf('XXZ')]).toEqual([
    0,
    2,
    3,
    undefined,
  ]);
});

test('only currencies in use are known', () => {
  expect(isCurrency('EUR')).toBe(true);
  expect(isCurrency('eur')).toBe(false);
  expect(isCurrency('XYZ')).toBe(false);
});
