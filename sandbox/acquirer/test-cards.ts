/** What the issuer of a test card does. A decline code is what the card answers; the other two are not declines. */
export type Behaviour = 'approve' | 'challenge' | DeclineCode;

export const DECLINE_CODES = [
  'insufficient_funds',
  'expired_card',
  'card_not_supported',
  'lost_card',
  'stolen_card',
  'incorrect_cvc',
  'incorrect_number',
  'authentication_failed',
  'limit_exceeded',
  'suspected_fraud',
  'do_not_honour',
  'cancelled_by_payer',
  'processing_error',
  'not_authorised',
  'already_voided',
  'amount_too_large',
] as const;
export type DeclineCode = (typeof DECLINE_CODES)[number];

/** The code that the hosted challenge page accepts. */
export const CHALLENGE_CODE = '123456';

/** The cards that exist in the sandbox; any other valid number is a `card_not_supported`. */
export const TEST_CARDS: readonly { number: string; behaviour: Behaviour; says: string }[] = [
  { number: '4242424242424242', behaviour: 'approve', says: 'approved' },
  { number: '5555555555554444', behaviour: 'approve', says: 'approved' },
  { number: '4000000000003220', behaviour: 'challenge', says: `asks for the code ${CHALLENGE_CODE}` },
  { number: '4000000000000002', behaviour: 'do_not_honour', says: 'declined by the bank' },
  { number: '4000000000009995', behaviour: 'insufficient_funds', says: 'insufficient funds' },
  { number: '4000000000000069', behaviour: 'expired_card', says: 'expired' },
  { number: '4000000000000127', behaviour: 'incorrect_cvc', says: 'wrong security code' },
  { number: '4000000000009987', behaviour: 'lost_card', says: 'reported lost' },
  { number: '4000000000009979', behaviour: 'stolen_card', says: 'reported stolen' },
  { number: '4000000000000119', behaviour: 'processing_error', says: 'processing error' },
  { number: '4100000000000019', behaviour: 'suspected_fraud', says: 'suspected fraud' },
  { number: '4000000000006975', behaviour: 'limit_exceeded', says: 'over the card’s limit' },
];

const BEHAVIOURS = new Map(TEST_CARDS.map(({ number, behaviour }) => [number, behaviour]));

export function behaviourOf(number: string): Behaviour {
  return BEHAVIOURS.get(number) ?? 'card_not_supported';
}

export function brandOf(number: string): string {
  if (number.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard';
  if (/^3[47]/.test(number)) return 'amex';
  return 'unknown';
}

/** The check digit rule of ISO/IEC 7812. */
export function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let place = 0; place < number.length; place += 1) {
    const digit = Number(number[number.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** A card is good to the last day of its month. `month` is 1 to 12. */
export function isPast(month: number, year: number, now = new Date()): boolean {
  return year * 12 + month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1;
}
