import { newId } from '../ids';
import type { Journal } from '../journal';
import { type Behaviour, type DeclineCode, behaviourOf, brandOf, isPast, passesLuhn } from './test-cards';

/** A card as the protocol describes it. */
export interface Card {
  token: string;
  brand: string;
  last4: string;
  expiryMonth: number;
  expiryYear: number;
}

/** What is kept of a card. The number and the security code never get here. */
export interface StoredCard extends Card {
  behaviour: Behaviour;
  /** False for a card that was used on a hosted page and not saved: it can't be charged again. */
  reusable: boolean;
}

export interface CardDetails {
  number: string;
  expiryMonth: number;
  expiryYear: number;
  securityCode: string;
}

/** What a merchant keyed in: there is no security code after the fact. */
export type KeyedCard = Omit<CardDetails, 'securityCode'>;

export type CardField = 'number' | 'expiry' | 'securityCode';

/** A detail of a card that can't be right, with a message for the person who typed it. */
export interface CardProblem {
  field: CardField;
  code: string;
  message: string;
}

/** Everything about the details that is wrong before any bank is asked. */
export function problemsOf(details: CardDetails): CardProblem[] {
  const { number, expiryMonth, expiryYear, securityCode } = details;
  const problems: CardProblem[] = [];
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) {
    const message = 'This card number is not valid. Check each digit.';
    problems.push({ field: 'number', code: 'incorrect_number', message });
  }
  if (!(expiryMonth >= 1 && expiryMonth <= 12)) {
    problems.push({ field: 'expiry', code: 'invalid_expiry', message: 'Give the expiry date as MM/YY.' });
  } else if (isPast(expiryMonth, expiryYear)) {
    problems.push({ field: 'expiry', code: 'expired_card', message: 'This card has expired.' });
  }
  const length = brandOf(number) === 'amex' ? 4 : 3;
  if (!new RegExp(`^\\d{${length}}$`).test(securityCode)) {
    const message = `The security code has ${length} digits.`;
    problems.push({ field: 'securityCode', code: 'incorrect_cvc', message });
  }
  return problems;
}

/** Swaps card numbers for tokens; remembers of each card only what the sandbox needs to play its bank. */
export class Vault {
  private readonly cards = new Map<string, StoredCard>();

  constructor(private readonly journal: Journal) {
    journal.on<StoredCard>('acquirer.card', (card) => this.cards.set(card.token, card));
  }

  store(details: CardDetails, reusable: boolean): StoredCard {
    const { number, expiryMonth, expiryYear } = details;
    const card: StoredCard = {
      token: newId('tok'),
      brand: brandOf(number),
      last4: number.slice(-4),
      expiryMonth,
      expiryYear,
      behaviour: behaviourOf(number),
      reusable,
    };
    this.cards.set(card.token, card);
    this.journal.append('acquirer.card', card);
    return card;
  }

  find(token: string): StoredCard | undefined {
    return this.cards.get(token);
  }

  clear(): void {
    this.cards.clear();
  }
}

/**
 * A card that is charged by its number, once: it is not kept. Its token is no secret and can't be charged; it is the same
 * for the same card, so that a repeated request is recognised.
 */
export function keyedCard({ number, expiryMonth, expiryYear }: KeyedCard): StoredCard {
  const [brand, last4, behaviour] = [brandOf(number), number.slice(-4), behaviourOf(number)];
  const token = ['keyed', behaviour, brand, last4, expiryMonth, expiryYear].join('_');
  return { token, brand, last4, expiryMonth, expiryYear, behaviour, reusable: true };
}

/** Why the details can't be a card's, before any bank is asked. */
export function declineOfNumber({ number, expiryMonth, expiryYear }: KeyedCard): DeclineCode | undefined {
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) return 'incorrect_number';
  return isPast(expiryMonth, expiryYear) ? 'expired_card' : undefined;
}

export function describeCard({ token, brand, last4, expiryMonth, expiryYear }: StoredCard): Card {
  return { token, brand, last4, expiryMonth, expiryYear };
}

/** Why the card's bank declines a charge off the page, or undefined. A challenge can't be shown there, so it fails. */
export function declineOfCard(card: StoredCard | undefined): DeclineCode | undefined {
  if (card === undefined) return 'incorrect_number';
  if (!card.reusable) return 'not_authorised';
  if (card.behaviour === 'challenge') return 'authentication_failed';
  if (card.behaviour !== 'approve') return card.behaviour;
  return isPast(card.expiryMonth, card.expiryYear) ? 'expired_card' : undefined;
}
