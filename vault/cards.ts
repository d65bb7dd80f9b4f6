import { VaultError } from './errors';

/** What is typed in during an outage. There is no security code, here or anywhere in the vault. */
export interface CardDetails {
  /** Digits only. */
  number: string;
  /** 1 to 12. */
  expiryMonth: number;
  expiryYear: number;
}

/** First digits and lengths of the brands that are told apart; the first that fits counts. */
const BRANDS: readonly { brand: string; prefix: RegExp; lengths: readonly number[] }[] = [
  { brand: 'mir', prefix: /^220[0-4]/, lengths: [16, 17, 18, 19] },
  { brand: 'visa', prefix: /^4/, lengths: [13, 16, 19] },
  { brand: 'mastercard', prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { brand: 'amex', prefix: /^3[47]/, lengths: [15] },
  { brand: 'diners', prefix: /^3(0[0-5]|[689])/, lengths: [14, 16, 19] },
  { brand: 'jcb', prefix: /^35(2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  { brand: 'discover', prefix: /^6(011|4[4-9]|5)/, lengths: [16, 17, 18, 19] },
  { brand: 'unionpay', prefix: /^62/, lengths: [16, 17, 18, 19] },
  { brand: 'maestro', prefix: /^(5[06-8]|6)/, lengths: [12, 13, 14, 15, 16, 17, 18, 19] },
];
const LENGTHS_OF_OTHERS = [13, 14, 15, 16, 17, 18, 19];
const MAX_YEARS_AHEAD = 25;

export function brandOf(number: string): string {
  return BRANDS.find(({ prefix }) => prefix.test(number))?.brand ?? 'unknown';
}

/** @throws VaultError for what can't be a card that is good today; it names the field and repeats nothing */
export function checkCard({ number, expiryMonth, expiryYear }: CardDetails, now: Date): void {
  const lengths = BRANDS.find(({ prefix }) => prefix.test(number))?.lengths ?? LENGTHS_OF_OTHERS;
  if (!lengths.includes(number.length) || !passesLuhn(number)) {
    throw new VaultError('incorrect_number', 'This card number is not valid. Check each digit.', 'number');
  }
  const months = expiryYear * 12 + expiryMonth - (now.getUTCFullYear() * 12 + now.getUTCMonth() + 1);
  if (months < 0) throw new VaultError('expired_card', 'This card has expired.', 'expiryYear');
  if (months > MAX_YEARS_AHEAD * 12) {
    throw new VaultError('invalid_expiry', 'No card is good for so long.', 'expiryYear');
  }
}

/** The check digit of ISO/IEC 7812-1. */
export function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let place = 1; place <= number.length; place += 1) {
    const digit = Number(number[number.length - place]);
    const doubled = place % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
