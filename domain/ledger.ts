import type { FactType } from './payments';
import type { Money } from './money';
import type { PaymentOrder } from './orders';
import type { RefundFactType, RefundOrder } from './refunds';

/** One line of a double entry. Positive is a debit, negative a credit; a leg's lines sum to zero. */
export interface Posting {
  leg: PostingLeg;
  account: string;
  /** ISO 4217. */
  currency: string;
  /** Minor units, signed. */
  value: number;
}

/** A refund's legs carry its id, as a payment may have many. */
export type PostingLeg = 'funding' | 'crediting' | 'reversal' | `refunding.${string}` | `debiting.${string}`;

/** Money taken from a payer and not yet credited or given back. Zero once a payment is terminal. */
export const IN_TRANSIT = 'payments:in_transit';

/** Money given back to cards and not yet taken off the biller's account. Zero once a refund is terminal. */
export const REFUNDS_IN_TRANSIT = 'refunds:in_transit';

export const acquirerAccount = (acquirer: string): string => `acquirer:${acquirer}:receivable`;
export const billerAccount = (biller: string): string => `biller:${biller}:payable`;

/** The double entry that a fact makes, if it moves money. Keyed by (payment, leg), so it can be made once only. */
export function postingsFor(order: PaymentOrder, fact: FactType): Posting[] {
  switch (fact) {
    case 'funding_succeeded':
      return entry('funding', order.amount, acquirerAccount(order.acquirer), IN_TRANSIT);
    case 'crediting_succeeded':
      return entry('crediting', order.amount, IN_TRANSIT, billerAccount(order.biller));
    case 'reversal_succeeded':
      return entry('reversal', order.amount, IN_TRANSIT, acquirerAccount(order.acquirer));
    default:
      return [];
  }
}

/** The double entry that a refund's fact makes, on the refund's payment. */
export function refundPostingsFor(order: RefundOrder, fact: RefundFactType): Posting[] {
  switch (fact) {
    case 'refunding_succeeded':
      return entry(
        `refunding.${order.id}`,
        order.amount,
        REFUNDS_IN_TRANSIT,
        acquirerAccount(order.acquirer),
      );
    case 'debiting_succeeded':
      return entry(`debiting.${order.id}`, order.amount, billerAccount(order.biller), REFUNDS_IN_TRANSIT);
    default:
      return [];
  }
}

function entry(leg: PostingLeg, { value, currency }: Money, debit: string, credit: string): Posting[] {
  return [
    { leg, account: debit, currency, value },
    { leg, account: credit, currency, value: -value },
  ];
}
