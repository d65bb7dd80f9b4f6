import type { FactType } from './payments';
import type { PaymentOrder } from './orders';

/** One line of a double entry. Positive is a debit, negative a credit; a leg's lines sum to zero. */
export interface Posting {
  leg: PostingLeg;
  account: string;
  /** ISO 4217. */
  currency: string;
  /** Minor units, signed. */
  value: number;
}

export type PostingLeg = 'funding' | 'crediting' | 'reversal';

/** Money taken from a payer and not yet credited or given back. Zero once a payment is terminal. */
export const IN_TRANSIT = 'payments:in_transit';

export const acquirerAccount = (acquirer: string): string => `acquirer:${acquirer}:receivable`;
export const billerAccount = (biller: string): string => `biller:${biller}:payable`;

/** The double entry that a fact makes, if it moves money. Keyed by (payment, leg), so it can be made once only. */
export function postingsFor(order: PaymentOrder, fact: FactType): Posting[] {
  switch (fact) {
    case 'funding_succeeded':
      return entry(order, 'funding', acquirerAccount(order.acquirer), IN_TRANSIT);
    case 'crediting_succeeded':
      return entry(order, 'crediting', IN_TRANSIT, billerAccount(order.biller));
    case 'reversal_succeeded':
      return entry(order, 'reversal', IN_TRANSIT, acquirerAccount(order.acquirer));
    default:
      return [];
  }
}

function entry(order: PaymentOrder, leg: PostingLeg, debit: string, credit: string): Posting[] {
  const { value, currency } = order.amount;
  return [
    { leg, account: debit, currency, value },
    { leg, account: credit, currency, value: -value },
  ];
}
