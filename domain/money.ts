import * as currencies from 'dinero.js/currencies';

/**
 * A sum of money as it crosses every boundary: integer minor units and an ISO 4217 code.
 * `{ value: 1050, currency: 'EUR' }` is ten euros fifty; JPY has no minor unit, KWD has three digits.
 */
export interface Money {
  /** Minor units; a safe integer, so that it survives JSON and workflow payloads unchanged. */
  value: number;
  /** ISO 4217 alphabetic code. */
  currency: string;
}

interface Currency {
  code: string;
  exponent: number;
}

/** The largest sum accepted anywhere, in minor units: keeps sums of many payments inside bigint and JSON. */
export const MAX_MINOR_UNITS = 1_000_000_000_000;

/** The library counts these in fifths, as people in Madagascar and Mauritania do; ISO 4217 has hundredths. */
const HUNDREDTHS = { MGA: 2, MRU: 2 };

const exponents = new Map<string, number>([
  ...Object.values(currencies as unknown as Record<string, Currency>).map(
    ({ code, exponent }): [string, number] => [code, exponent],
  ),
  ...Object.entries(HUNDREDTHS),
]);

export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

/** Digits after the decimal point for a currency, or undefined where ISO 4217 does not know it. */
export function exponentOf(code: string): number | undefined {
  return exponents.get(code);
}

/** `{1050, EUR}` → `10.50 EUR`, for people; never parse it back. */
export function formatMoney(money: Money): string {
  const exponent = exponentOf(money.currency) ?? 0;
  const sign = money.value < 0 ? '-' : '';
  const digits = Math.abs(money.value)
    .toString()
    .padStart(exponent + 1, '0');
  const units = digits.slice(0, digits.length - exponent);
  const cents = exponent > 0 ? `.${digits.slice(-exponent)}` : '';
  return `${sign}${units}${cents} ${money.currency}`;
}
