import type { Actor } from './actors';
import type { DeclineCode } from './declines';

/** A customer's registered card: the acquirer's token and what a person needs to tell it from another. */
export interface RegisteredCard {
  /** `card_` and a ULID. */
  id: string;
  customerId: string;
  acquirer: string;
  token: string;
  brand: string;
  last4: string;
  expiryMonth: number;
  expiryYear: number;
  /** RFC 3339. */
  createdAt: string;
}

/** A wish to keep a card for a customer, by the token that the acquirer gave to the channel's own form. */
export interface CardRegistration {
  /** `card_` and a ULID, made by whoever asks. */
  cardId: string;
  customerId: string;
  acquirer: string;
  token: string;
  actor: Actor;
  /** RFC 3339. */
  createdAt: string;
}

/** `unknown`: the acquirer could not be asked. Asking again does no harm: the same token gives the same card. */
export type CardRegistered =
  | { kind: 'registered'; card: RegisteredCard }
  | { kind: 'declined'; code: DeclineCode }
  | { kind: 'unknown' };
