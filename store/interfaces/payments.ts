import type { Actor } from '../../domain/actors';
import type { Posting } from '../../domain/ledger';
import type { PaymentOrder } from '../../domain/orders';
import type { Fact, FactType, PaymentState, PaymentStatus } from '../../domain/payments';
import type { Step } from '../../domain/steps';
import type { KeysetPage, OrderPlace } from './reading';
import type { Intent, Settlement, StepStore } from './steps';

/** A payment as the store holds it: what was asked for, and how it stands. */
export interface PaymentRecord {
  order: PaymentOrder;
  state: PaymentState;
  /** Brand and last four of the registered card, for a card source. */
  card?: { brand: string; last4: string };
  /** What refunds hold of it and what the card has back, in minor units; only where one was asked for. */
  refunds?: { reserved: number; refunded: number };
  /** RFC 3339. */
  updatedAt: string;
}

export type NewIntent = Intent<Step>;

export type Received =
  | { kind: 'new'; record: PaymentRecord }
  /** The same key with the same body came before. `answered` is the state that the first answer told of, if there was one. */
  | { kind: 'replayed'; record: PaymentRecord; answered?: PaymentState }
  /** The same key came before with another body or on another route. */
  | { kind: 'mismatch' }
  /** Another payment has this vault token. Nothing was kept, and the key is still free. */
  | { kind: 'token_used' };

export type ReceivedBefore = Exclude<Received, { kind: 'new' | 'token_used' }>;

/** A fact with what follows from it: one round trip, all or nothing. */
export interface Change {
  order: PaymentOrder;
  fact: Fact;
  actor: Actor;
  /** The state after the fact; its version minus one must be what the store holds. */
  to: PaymentState;
  postings: Posting[];
  settles?: Settlement<Step>;
  /** The intent of the step that comes next. */
  next?: NewIntent;
}

export interface PaymentFilter {
  status?: PaymentStatus[];
  channel?: string;
  /** An account's value, exactly. */
  account?: string;
  /** The channel's own reference, exactly. */
  reference?: string;
  /** The payment's id, its account's value or its reference, exactly. */
  search?: string;
  attention?: boolean;
  /** The id of the user who made it. */
  createdBy?: string;
  /** Those that were taken on while the line was down, whether they wait or were sent. */
  batched?: boolean;
  /** RFC 3339, inclusive. */
  createdFrom?: string;
  /** RFC 3339, exclusive. */
  createdTo?: string;
}

export interface LoggedFact {
  version: number;
  fact: { type: FactType | 'received' } & Record<string, unknown>;
  actor: Actor;
  /** RFC 3339. */
  at: string;
}

export interface PaymentStore extends StepStore<Step, PaymentRecord> {
  /** Accepts a payment, once per (channel, idempotency key): payment, first intent and log entry in one round trip. */
  receive(
    order: PaymentOrder,
    request: { idempotencyKey: string; requestHash: string; actor: Actor; first: NewIntent },
  ): Promise<Received>;
  /** What `receive` would answer without taking anything on: undefined where the key is new. */
  receivedBefore(
    channel: string,
    idempotencyKey: string,
    requestHash: string,
  ): Promise<ReceivedBefore | undefined>;
  /** Records a change; `stale` where the payment has moved on meanwhile (nothing is written then). */
  record(change: Change): Promise<'recorded' | 'stale'>;
  get(paymentId: string): Promise<PaymentRecord | undefined>;
  facts(paymentId: string): Promise<LoggedFact[]>;
  /** Throws `InvalidCursor` where the cursor is not one of ours. */
  list(filter: PaymentFilter, page: { cursor?: string; limit: number }): Promise<KeysetPage<PaymentRecord>>;
  /**
   * Payments that are not over, or need a person, and have not changed for so long that their workflow may be
   * missing, oldest first. To see more than `limit`, ask again with the last one's place as `after`: some wait for days rightly.
   */
  stranded(unchangedForMs: number, limit: number, after?: OrderPlace): Promise<PaymentRecord[]>;
}
