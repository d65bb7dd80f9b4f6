import fc from 'fast-check';
import * as currencies from 'dinero.js/currencies';
import { exponentOf as exponentOfDomain } from '../../../domain/money';
import { decimalOf, exponentOf, formatMoney, parseAmount } from './money';
import { formatSpan, inUnits } from './time';
import { readWaits, writeWaits } from '../settings/waits';

const CODES = Object.values(currencies as unknown as Record<string, { code?: string }>).flatMap(
  ({ code }) => code ?? [],
);

describe('money', () => {
  it('has the digits that the API counts in, for every currency', () => {
    expect(CODES.length).toBeGreaterThan(150);
    for (const code of CODES) expect([code, exponentOf(code)]).toEqual([code, exponentOfDomain(code)]);
  });

  it('is written and read back without loss', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000_000_000 }),
        fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'),
        (value, currency) => {
          expect(parseAmount(decimalOf({ value, currency }), currency)).toBe(value);
        },
      ),
    );
  });

  it.each([
    ['10.5', 'EUR', 1050],
    ['10,50', 'EUR', 1050],
    ['1 000', 'EUR', 100_000],
    ['10.500', 'EUR', 1050],
    ['10.505', 'EUR', undefined],
    ['7', 'JPY', 7],
    ['7.5', 'JPY', undefined],
    ['1.234', 'KWD', 1234],
    ['0', 'EUR', undefined],
    ['-1', 'EUR', undefined],
    ['1e3', 'EUR', undefined],
    ['1,000.50', 'EUR', undefined],
    ['99999999999999', 'EUR', undefined],
    ['', 'EUR', undefined],
  ])('reads %s %s', (text, currency, value) => expect(parseAmount(text, currency)).toBe(value));

  it('is shown as each language does, with all its digits', () => {
    expect(formatMoney({ value: 123_456_789_012_345, currency: 'KWD' }, 'en')).toMatch(
      /123,456,789,012\.345/,
    );
    expect(formatMoney({ value: 1050, currency: 'EUR' }, 'ru')).toMatch(/^10,50\s€$/);
    expect(formatMoney({ value: -1990, currency: 'EUR' }, 'en')).toBe('-€19.90');
  });
});

describe('time', () => {
  it('is said in the largest unit that it fills', () => {
    expect(inUnits(86_400_000)).toEqual({ count: 1, unit: 'day' });
    expect(inUnits(5_400_000)).toEqual({ count: 90, unit: 'minute' });
    expect(formatSpan(172_800_000, 'ru')).toBe('2 дня');
  });

  it.each(['en', 'ru'])('waits are written and read back in %s', (language) => {
    const waits = [2000, 90_000, 3_600_000, 86_400_000];
    expect(readWaits(writeWaits(waits, language))).toEqual(waits);
  });

  it.each(['', 'soon', '10', '10 s, 5 parsecs', '0 s'])('reads no waits in %j', (text) => {
    expect(readWaits(text)).toBeUndefined();
  });
});
