import fc from 'fast-check';
import { cardNumbersIn, withoutCardNumbers } from './card-numbers';

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
    ['within an address', 'https://shop.example/?pan=4242424242424242&x=1'],
  ])('is found %s', (_how, text) => {
    expect(cardNumbersIn(text)).toHaveLength(1);
    expect(withoutCardNumbers(text)).not.toMatch(/\d{4}/);
  });

  it.each([
    ['a wrong check digit', '4242424242424241'],
    ['too few digits', '424242424242'],
    ['too many digits', '42424242424242424242'],
    ['a timestamp in nanoseconds', '1795331477179000005'],
    ['a UUID', '42424242-4242-4242-4242-424242424242'],
    ['a hash', 'a1b24242424242424242ffffffffffff00'],
    ['a payment id', 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D'],
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
