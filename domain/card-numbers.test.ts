import fc from 'fast-check';
import { cardNumbersIn, withoutCardNumbers, withoutLongNumbers } from './card-numbers';

describe('a card number', () => {
  it.each([
    ['as it is', '4242424242424242'],
    ['in groups', '4242 4242 4242 4242'],
    ['with dashes', '5555-5555-5555-4444'],
    ['of 15 digits, as printed', '3782 822463 10005'],
    ['of 13 digits', '4222222222222'],
    ['of 19 digits', '6304000000000000000'],
    ['among words', 'card4242424242424242, please'],
    ['in full-width digits', '４２４２４２４２４２４２４２４２'],
    ['in the digits of Arabic', '٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢'],
    ['in the digits of Persian', '۵۵۵۵۵۵۵۵۵۵۵۵۴۴۴۴'],
    ['in the digits of Hindi', '४२४२-४२४२-४२४२-४२४२'],
    ['with hyphens that do not break', '4242\u20114242\u20114242\u20114242'],
    ['with en dashes', '4242\u20134242\u20134242\u20134242'],
    ['with dashes between spaces', '4242 - 4242 \u2013 4242 - 4242'],
    ['with minus signs', '4242\u22124242\u22124242\u22124242'],
    ['with hard spaces', '4242\u00a04242\u202f4242\u00a04242'],
    ['with spaces twice', '4242  4242  4242  4242'],
    ['in halves', '42424242 42424242'],
    ['with mixed marks', '4242-4242 4242.4242'],
    ['with slashes', '4242/4242/4242/4242'],
    ['with underscores', '4242_4242_4242_4242'],
    ['in pairs', '42 42 42 42 42 42 42 42'],
    ['a digit at a time', '4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2'],
    ['with what nobody sees between', '4242\u200b4242\u00ad4242\u20604242'],
    ['on lines of its own', '4242 4242\r\n4242 4242'],
    ['before its expiry', '4242 4242 4242 4242 12/31'],
    ['after its expiry', '12/31 4242-4242-4242-4242 - 1'],
    ['before a date', '4242-4242-4242-4242 2026-03-01'],
    ['within an address', 'https://shop.example/?pan=4242424242424242&x=1'],
  ])('is found %s', (_how, text) => {
    expect(cardNumbersIn(text)).toHaveLength(1);
    expect(withoutCardNumbers(text)).not.toMatch(/4242|1000|4000|0000|\d{5}/);
    expect(withoutLongNumbers(text)).not.toMatch(/\d{5}|\d{4}\D{0,2}\d{4}/);
  });

  it('is found beside another one', () => {
    const two = '4242 4242 4242 4242 / 5555-5555-5555-4444';
    expect(cardNumbersIn(two)).toEqual(['4242424242424242', '5555555555554444']);
    expect(withoutCardNumbers(two)).toBe('[removed] / [removed]');
  });

  it.each([
    ['a wrong check digit', '4242424242424241'],
    ['too few digits', '424242424242'],
    ['too many digits', '42424242424242424242'],
    ['a timestamp in nanoseconds', '1795331477179000005'],
    ['a UUID', '42424242-4242-4242-4242-424242424242'],
    ['a hash', 'a1b24242424242424242ffffffffffff00'],
    ['a payment id', 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D'],
    // Each would be one by its digits.
    ['two days', '2026-01-01 2026-01-09'],
    ['two days as others write them', '31.12.2026 09.01.2027'],
    ['a day and a number of that day', '20260301-000127'],
    ['two phone numbers', '+35799000001 +35799000018'],
    ['a ULID of many digits', '01J42424242424242424242424'],
    ['an empty text', ''],
  ])('is not %s', (_what, text) => {
    expect(cardNumbersIn(text)).toEqual([]);
  });

  it('is found wherever it stands, whatever its digits are', () => {
    const first = fc.integer({ min: 2, max: 6 });
    const others = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 17 });
    fc.assert(
      fc.property(first, others, fc.constantFrom('', 'ref ', 'n°'), (industry, rest, before) => {
        const number = withCheckDigit([industry, ...rest]);
        expect(cardNumbersIn(`${before}${number}.`)).toEqual([number]);
      }),
    );
  });
});

/** Written the other way round than the code: tries each last digit against the sum by the book. */
function withCheckDigit(body: number[]): string {
  const weighted = [...body].reverse().map((digit, i) => (i % 2 === 0 ? digit * 2 : digit));
  const sum = weighted.map((product) => (product > 9 ? product - 9 : product)).reduce((a, b) => a + b, 0);
  return `${body.join('')}${(10 - (sum % 10)) % 10}`;
}
