import type { Actor } from '../../domain/actors';
import type { Posting } from '../../domain/ledger';
import type {
  RefundFact,
  RefundFactType,
  RefundOrder,
  RefundState,
  RefundStatus,
} from '../../domain/refunds';
import type { RefundStep } from '../../domain/steps';
import type { KeysetPage, OrderPlace } from './reading';
import type { Intent, Settlement, StepStore } from './steps';

/** A refund as the store holds it. */
export interface RefundRecord {
  order: RefundOrder;
  state: RefundState;
  /** It waited, or waits, for the acquirer's line. */
  batched?: true;
  /** RFC 3339. */
  updatedAt: string;
}

export type Requested =
  | { kind: 'new'; record: RefundRecord }
  /** The same request came before. */
  | { kind: 'replayed'; record: RefundRecord }
  /** There is no such payment, or it has not succeeded: there is nothing to give back. */
  | { kind: 'not_refundable' }
  /** More than is left of the payment: `left` in minor units. */
  | { kind: 'exceeds'; left: number };

/** A fact with what follows from it: one round trip, all or nothing. */
export interface RefundChange {
  order: RefundOrder;
  fact: RefundFact;
  actor: Actor;
  /** The state after the fact; its version minus one must be what the store holds. */
  to: RefundState;
  postings: Posting[];
  settles?: Settlement<RefundStep>;
  next?: Intent<RefundStep>;
}

export interface RefundFilter {
  status?: RefundStatus[];
  paymentId?: string;
  channel?: string;
  /** The id of a user or a channel. */
  askedBy?: string;
  batched?: boolean;
  attention?: boolean;
}

export interface LoggedRefundFact {
  version: number;
  fact: { type: RefundFactType | 'requested' } & Record<string, unknown>;
  actor: Actor;
  /** RFC 3339. */
  at: string;
}

export interface RefundStore extends StepStore<RefundStep, RefundRecord> {
  /**
   * Accepts a refund and holds its amount of the payment, once per `requestKey`: refund, hold and log entry in one round
   * trip. However many race, what all refunds of a payment hold never exceeds what was captured.
   */
  request(order: RefundOrder, requestKey: string): Promise<Requested>;
  /** The refund that `request` would find, without taking anything on: undefined where the key is new. */
  requestedBefore(requestKey: string): Promise<RefundRecord | undefined>;
  /** Records a change; `stale` where the refund has moved on meanwhile (nothing is written then). */
  record(change: RefundChange): Promise<'recorded' | 'stale'>;
  get(refundId: string): Promise<RefundRecord | undefined>;
  facts(refundId: string): Promise<LoggedRefundFact[]>;
  /** Throws `InvalidCursor` where the cursor is not one of ours. */
  list(filter: RefundFilter, page: { cursor?: string; limit: number }): Promise<KeysetPage<RefundRecord>>;
  /** As for payments: refunds that are not over, or need a person, and have not changed for so long. */
  stranded(unchangedForMs: number, limit: number, after?: OrderPlace): Promise<RefundRecord[]>;
}
