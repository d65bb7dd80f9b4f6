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
