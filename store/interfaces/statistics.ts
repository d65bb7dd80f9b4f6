import type { DeclineCode } from '../../domain/declines';
import type { Money } from '../../domain/money';
import type { PaymentStatus } from '../../domain/payments';

/** Of the payments created in a span of time, as they stand now. */
export interface Statistics {
  totals: {
    byStatus: { status: PaymentStatus; count: number; amounts: Money[] }[];
  };
  /** By the hour or day, in UTC, in which they were created; those in which there were none are left out. Oldest first. */
  series: { at: string; status: PaymentStatus; count: number }[];
  /** Why payments were declined, or given back; most first. */
  declines: { code: DeclineCode; count: number }[];
}

/** What waits for people, whenever it was created. */
export interface Waiting {
  /** Refunds that wait for their approval. */
  refunds: number;
  /** Payments that wait for a decision. */
  attention: number;
  /** Refunds that were approved, and wait for a decision as such payments do. */
  refundsInAttention: number;
}

export interface StatisticsSpan {
  /** RFC 3339, inclusive. */
  from: string;
  /** RFC 3339, exclusive. */
  to: string;
  bucket: 'hour' | 'day';
  /** Only this one's; all unless told. */
  channel?: string;
}

export interface StatisticsStore {
  /** Reads every payment of the span, once. */
  payments(span: StatisticsSpan): Promise<Statistics>;
  waiting(channel?: string): Promise<Waiting>;
}
