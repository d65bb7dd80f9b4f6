import type { Money } from '../api/contract';

/** ISO 4217 codes whose minor unit is not a hundredth. `Intl` follows other habits for some of them. */
const EXPONENTS: Record<string, number> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);

/** Digits after the decimal point. */
export const exponentOf = (currency: string): number => EXPONENTS[currency] ?? 2;

/** `1050 EUR` → `10.50`, exactly: never by way of a float. */
export function decimalOf({ value, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(value)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  return `${value < 0 ? '-' : ''}${whole}${exponent > 0 ? `.${digits.slice(-exponent)}` : ''}`;
}

/** As people write it in `language`: `€10.50`, `10,50 €`. */
export function formatMoney(money: Money, language: string): string {
  const digits = exponentOf(money.currency);
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(decimalOf(money) as `${number}`);
}

/** What a person typed, with either decimal mark; undefined where it is no amount of this currency, zero, or too large. */
export function parseAmount(text: string, currency: string): number | undefined {
  const exponent = exponentOf(currency);
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  const match = /^(\d{1,13})(?:\.(\d+))?$/.exec(plain);
  if (!match) return undefined;
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > exponent) return undefined;
  const value = Number(`${match[1]}${fraction.padEnd(exponent, '0')}`);
  return value > 0 && value <= MOST ? value : undefined;
}

/** The API accepts no larger sum. */
const MOST = 1_000_000_000_000;
