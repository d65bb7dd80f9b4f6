import * as currencies from 'dinero.js/currencies';
import type { Money } from './answers';

/** What was typed is not a sum of money in that currency. */
export class NotMoney extends Error {
  override readonly name = 'NotMoney';
}

/** The library counts these in fifths, as people in Madagascar and Mauritania do; ISO 4217 has hundredths. */
const HUNDREDTHS = { MGA: 2, MRU: 2 };

const exponents = new Map<string, number>([
  ...Object.values(currencies as unknown as Record<string, { code: string; exponent: number }>).map(
    ({ code, exponent }): [string, number] => [code, exponent],
  ),
  ...Object.entries(HUNDREDTHS),
]);

/**
 * Reads what a person types: `10.50` and `EUR` are 1050 minor units. Digit by digit, never through a float.
 * @throws NotMoney with the reason in words
 */
export function parseMoney(text: string, currency: string): Money {
  const exponent = exponents.get(currency);
  if (exponent === undefined) {
    throw new NotMoney(`--currency: expected an ISO 4217 code in capitals, such as EUR`);
  }
  const [, units, fraction = ''] = /^(\d{1,15})(?:\.(\d+))?$/.exec(text) ?? [];
  if (units === undefined) {
    throw new NotMoney(`--amount: expected digits, with a point before the decimals: ${exampleOf(exponent)}`);
  }
  if (fraction.length > exponent) {
    const allowed = exponent === 0 ? 'no decimals' : `at most ${exponent} decimals`;
    throw new NotMoney(`--amount: ${currency} has ${allowed}: write it like ${exampleOf(exponent)}`);
  }
  const value = Number(`${units}${fraction.padEnd(exponent, '0')}`);
  if (!Number.isSafeInteger(value)) throw new NotMoney('--amount: this is too large');
  if (value === 0) throw new NotMoney('--amount: this is nothing; the least is one minor unit');
  return { value, currency };
}

/** `10.50 EUR`, for people. */
export function formatMoney({ value, currency }: Money): string {
  return `${formatUnits(String(value), currency)} ${currency}`;
}

/** Signed minor units as text, of any length, with the currency's decimals. */
export function formatUnits(minorUnits: string, currency: string): string {
  const exponent = exponents.get(currency) ?? 0;
  const [, sign = '', digits = ''] = /^(-?)(\d+)$/.exec(minorUnits) ?? [];
  const padded = digits.padStart(exponent + 1, '0');
  const whole = padded.slice(0, padded.length - exponent);
  return exponent > 0 ? `${sign}${whole}.${padded.slice(-exponent)}` : `${sign}${whole}`;
}

function exampleOf(exponent: number): string {
  return exponent === 0 ? '10' : `10.${'5'.padEnd(exponent, '0')}`;
}
