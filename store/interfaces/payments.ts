import type { Actor } from '../../domain/actors';
import type { Posting } from '../../domain/ledger';
import type { PaymentOrder } from '../../domain/orders';
import type { Outcome } from '../../domain/outcomes';
import type { Fact, FactType, PaymentState, PaymentStatus } from '../../domain/payments';
import type { Step } from '../../domain/steps';
import type { KeysetPage } from './reading';

/** A payment as the store holds it: what was asked for, and how it stands. */
export interface PaymentRecord {
  order: PaymentOrder;
  state: PaymentState;
  /** Brand and last four of the registered card, for a card source. */
  card?: { brand: string; last4: string };
  /** RFC 3339. */
  updatedAt: string;
}

/**
 * Whether a step's call may have left. `ready`: surely not; whoever takes it next may send at once.
 * `sent`: it may have; whoever finds it so asks the outside system first.
 */
export type IntentStatus = 'ready' | 'sent';

export interface NewIntent {
  step: Step;
  reference: string;
  status: IntentStatus;
}

export type Claim =
  /** The caller now owns the sending of this attempt. */
  | { kind: 'claimed'; attempt: number }
  /** Somebody may have sent it and left no outcome: inquire. `sentMsAgo` by the database's clock. */
  | { kind: 'sent'; attempt: number; sentMsAgo: number }
  /** It is settled already; the payment's state tells how. */
  | { kind: 'settled'; record: PaymentRecord };

export type Received =
  | { kind: 'new'; record: PaymentRecord }
  /** The same key with the same body came before. `answered` is the state that the first answer told of, if there was one. */
  | { kind: 'replayed'; record: PaymentRecord; answered?: PaymentState }
  /** The same key came before with another body or on another route. */
  | { kind: 'mismatch' };

/** A fact with what follows from it: one round trip, all or nothing. */
export interface Change {
  order: PaymentOrder;
  fact: Fact;
  actor: Actor;
  /** The state after the fact; its version minus one must be what the store holds. */
  to: PaymentState;
  postings: Posting[];
  /** The step that the fact settles; an `unknown` outcome leaves the intent `sent`. */
  settles?: { step: Step; outcome: Outcome<{ externalId?: string }> };
  /** The intent of the step that comes next. */
  next?: NewIntent;
}

export interface PaymentFilter {
  status?: PaymentStatus[];
  channel?: string;
  /** An account's value, exactly. */
  account?: string;
  attention?: boolean;
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

export interface PaymentStore {
  /** Accepts a payment, once per (channel, idempotency key): payment, first intent and log entry in one round trip. */
  receive(
    order: PaymentOrder,
    request: { idempotencyKey: string; requestHash: string; actor: Actor; first: NewIntent },
  ): Promise<Received>;
  /** Records a change; `stale` where the payment has moved on meanwhile (nothing is written then). */
  record(change: Change): Promise<'recorded' | 'stale'>;
  /** Takes the sending of a step, in one round trip: makes the intent where there is none. */
  claim(paymentId: string, step: Step, reference: string): Promise<Claim>;
  /** Takes the sending of the next attempt, after the outside system said that it never saw the earlier one. False where another was quicker. */
  reclaim(paymentId: string, step: Step, afterAttempt: number): Promise<boolean>;
  /** Gives an attempt back that was surely not used: `sent` becomes `ready` again, unless another has taken it since. */
  unclaim(paymentId: string, step: Step, attempt: number): Promise<void>;
  get(paymentId: string): Promise<PaymentRecord | undefined>;
  facts(paymentId: string): Promise<LoggedFact[]>;
  /** Throws `InvalidCursor` where the cursor is not one of ours. */
  list(filter: PaymentFilter, page: { cursor?: string; limit: number }): Promise<KeysetPage<PaymentRecord>>;
  /**
   * Payments that are not over, or need a person, and have not changed for so long that their workflow may be
   * missing, oldest first. To see more than `limit`, ask again with the last one as `after`: some wait for days rightly.
   */
  stranded(unchangedForMs: number, limit: number, after?: PaymentRecord): Promise<PaymentRecord[]>;
}
