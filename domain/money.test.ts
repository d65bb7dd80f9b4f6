import * as currencies from 'dinero.js/currencies';
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

/** ISO 4217, list one: the minor units that are not 2. */
const NOT_HUNDREDTHS: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
const CODES = Object.values(currencies).map(({ code }) => code);

test('exponents are those of ISO 4217', () => {
  const withExponent = (exponent: number): string =>
    CODES.filter((code) => exponentOf(code) === exponent)
      .sort()
      .join(' ');
  for (const [exponent, codes] of Object.entries(NOT_HUNDREDTHS)) {
    expect(withExponent(Number(exponent))).toBe(codes);
  }
  const others = CODES.filter((code) => !Object.values(NOT_HUNDREDTHS).join(' ').includes(code));
  expect(new Set(others.map(exponentOf))).toEqual(new Set([2]));
  expect(others).toEqual(expect.arrayContaining(['EUR', 'MGA', 'MRU']));
  expect(exponentOf('XXZ')).toBeUndefined();
});

test('only currencies in use are known', () => {
  expect(isCurrency('EUR')).toBe(true);
  expect(isCurrency('eur')).toBe(false);
  expect(isCurrency('XYZ')).toBe(false);
});
