import type { Actor } from '../../domain/actors';
import type { RefundOrder, RefundState } from '../../domain/refunds';
import type { Refund } from '../generated/prisma/client';
import type { RefundRecord } from '../interfaces/refunds';

/** A refund's row as Prisma and the raw statements give it; only the big integer differs. */
export type RefundRow = Omit<Refund, 'amountValue' | 'requestKey'> & { amountValue: bigint | string };

/** What of an order has no column of its own. */
export type Terms = Pick<RefundOrder, 'biller' | 'authorisationId' | 'batch' | 'escalateAt' | 'expiresAt'>;

/** The select list that gives `RefundRow`s, for a refund aliased `p`. */
export const REFUND_COLUMNS = `
  p.id, p.payment_id as "paymentId", p.amount_value as "amountValue", p.amount_currency as "amountCurrency", p.reason,
  p.asked_by_kind as "askedByKind", p.asked_by_id as "askedById", p.channel, p.acquirer, p.terms, p.batched,
  p.queued_at as "queuedAt", p.status, p.ended, p.attention, p.version, p.state,
  p.created_at as "createdAt", p.updated_at as "updatedAt"`;

export function recordOf(row: RefundRow): RefundRecord {
  const terms = row.terms as unknown as Terms;
  return {
    order: {
      id: row.id,
      paymentId: row.paymentId,
      amount: { value: Number(row.amountValue), currency: row.amountCurrency },
      reason: row.reason,
      askedBy: { kind: row.askedByKind as Actor['kind'], id: row.askedById },
      channel: row.channel,
      acquirer: row.acquirer,
      biller: terms.biller,
      ...(terms.authorisationId !== undefined && { authorisationId: terms.authorisationId }),
      ...(terms.batch && { batch: terms.batch }),
      escalateAt: terms.escalateAt,
      expiresAt: terms.expiresAt,
      createdAt: row.createdAt.toISOString(),
    },
    state: row.state as unknown as RefundState,
    ...(row.batched && { batched: true as const }),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function termsOf(order: RefundOrder): Terms {
  const { biller, authorisationId, batch, escalateAt, expiresAt } = order;
  return { biller, authorisationId, batch, escalateAt, expiresAt };
}
