import { isTerminal, type PaymentState, type PaymentStatus } from '../../domain/payments';
import type { Payment } from '../generated/prisma/client';
import type { PaymentRecord } from '../interfaces/payments';

/** A payment's row as Prisma and the raw statements give it; only the big integers differ. */
export type PaymentRow = Omit<Payment, 'amountValue' | 'refundReserved' | 'refunded'> & {
  amountValue: bigint | string;
  refundReserved: bigint | string;
  refunded: bigint | string;
};

/** The select list that gives `PaymentRow`s, for a payment aliased `p`. */
export const PAYMENT_COLUMNS = `
  p.id, p.amount_value as "amountValue", p.amount_currency as "amountCurrency", p.account_by as "accountBy",
  p.account_value as "accountValue", p.biller, p.acquirer, p.channel, p.source, p.card, p.receipt,
  p.customer_id as "customerId", p.reference, p.created_by as "createdBy", p.batched, p.queued_at as "queuedAt",
  p.refund_reserved as "refundReserved", p.refunded, p.status, p.ended, p.attention, p.version, p.state,
  p.created_at as "createdAt", p.updated_at as "updatedAt"`;

export function recordOf(row: PaymentRow): PaymentRecord {
  return {
    order: {
      id: row.id,
      amount: { value: Number(row.amountValue), currency: row.amountCurrency },
      account: { by: row.accountBy as PaymentRecord['order']['account']['by'], value: row.accountValue },
      source: row.source as unknown as PaymentRecord['order']['source'],
      acquirer: row.acquirer,
      biller: row.biller,
      channel: row.channel,
      ...(row.customerId !== null && { customerId: row.customerId }),
      ...(row.reference !== null && { reference: row.reference }),
      ...(row.receipt !== null && { receipt: row.receipt as object }),
      ...(row.batched && { batched: true as const }),
      ...(row.createdBy !== null && { createdBy: { kind: 'user' as const, id: row.createdBy } }),
      createdAt: row.createdAt.toISOString(),
    },
    state: row.state as unknown as PaymentState,
    ...(row.card !== null && { card: row.card as PaymentRecord['card'] & object }),
    ...(Number(row.refundReserved) > 0 && {
      refunds: { reserved: Number(row.refundReserved), refunded: Number(row.refunded) },
    }),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The column `ended`: the status once it is terminal, null before. */
export const endedAs = (status: PaymentStatus): PaymentStatus | null => (isTerminal(status) ? status : null);
