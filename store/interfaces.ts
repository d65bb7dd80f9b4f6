import type { Actor } from '../domain/actors';
import type { RegisteredCard } from '../domain/cards';
import type { Posting } from '../domain/ledger';
import type { Outcome } from '../domain/outcomes';
import type { PaymentOrder } from '../domain/orders';
import type { Fact, FactType, PaymentState, PaymentStatus } from '../domain/payments';
import type { Scope } from '../domain/scopes';
import type { Step } from '../domain/steps';

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

/** A page of a keyset: newest first; `cursor` is opaque and absent on the last page. */
export interface KeysetPage<T> {
  items: T[];
  cursor?: string;
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

export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

/**
 * The database could not be reached, or gave up on the statement for reasons that pass by themselves
 * (restart, lost connection, deadlock). Whether the statement took effect is not known: repeat it, every
 * store call can be repeated.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

export interface CardStore {
  /** Keeps a card; the same (acquirer, token, customer) again gives the card kept before. */
  save(card: RegisteredCard, actor: Actor): Promise<RegisteredCard>;
  get(cardId: string): Promise<RegisteredCard | undefined>;
  list(customerId: string): Promise<RegisteredCard[]>;
}

export interface Channel {
  id: string;
  scopes: Scope[];
}

export interface ApiKey {
  /** SHA-256, in hex. */
  hash: string;
  channel: string;
  /** RFC 3339. */
  createdAt: string;
  revokedAt?: string;
}

export interface ChannelStore {
  /** By the SHA-256 of its API key, in hex; undefined where unknown or revoked. */
  findByKeyHash(keyHash: string): Promise<Channel | undefined>;
  /** Makes or changes a channel and adds a key to it; repeated with the same hash it changes nothing. */
  grant(channel: Channel, keyHash: string, actor: Actor): Promise<void>;
  /** Withdraws all keys of a channel, or those whose hash begins so, for good; answers with those that were not withdrawn before. */
  revoke(which: { channel: string } | { hashPrefix: string }, actor: Actor): Promise<ApiKey[]>;
  /** Every channel with its keys, withdrawn ones too: by id, oldest key first. */
  list(): Promise<(Channel & { keys: ApiKey[] })[]>;
}

/** For POSTs other than creating a payment. */
export interface IdempotencyStore {
  begin(
    channel: string,
    key: string,
    requestHash: string,
  ): Promise<
    | { kind: 'new' }
    | { kind: 'replayed'; status: number; body: unknown }
    | { kind: 'running' }
    | { kind: 'mismatch' }
  >;
  finish(channel: string, key: string, status: number, body: unknown): Promise<void>;
  /** Forgets a key whose request came to nothing, so that it can be sent again. */
  abandon(channel: string, key: string): Promise<void>;
}

export type MessageWay = 'smpp' | 'twilio' | 'mail';

export interface MessageStore {
  /** Remembers a message that was handed to a carrier; answers with the receipt if it came first. */
  sent(message: {
    notificationId: string;
    paymentId: string;
    way: MessageWay;
    messageId: string;
  }): Promise<'sent' | 'delivered' | 'failed'>;
  /** Keeps a carrier's receipt; answers with the notification that waits for it, if it is known yet. */
  receipt(way: MessageWay, messageId: string, state: 'delivered' | 'failed'): Promise<string | undefined>;
  /** The ways tried for a payment's receipt and how each ended. */
  list(paymentId: string): Promise<{ way: MessageWay; state: string; at: string }[]>;
}

export interface AuditStore {
  /** Chains what was written since the last seal; returns how many entries. Only one sealer at a time does work. */
  seal(limit: number): Promise<number>;
  /** Walks the chain: `firstAltered` names the first entry whose content no longer fits it. */
  verify(): Promise<AuditVerification>;
}

export interface AuditVerification {
  intact: boolean;
  sealed: number;
  /** Entries written and not chained yet. */
  unsealed: number;
  /** `entry` is the log's id; where a seal itself was changed or is gone, the first entry that it or the next one held. */
  firstAltered?: { entry: string; problem: 'changed' | 'missing' | 'chain_broken' };
}

export interface LedgerStore {
  check(): Promise<LedgerCheck>;
}

export interface LedgerCheck {
  /** True where there are no problems of either kind. */
  balanced: boolean;
  accounts: { account: string; currency: string; balance: string }[];
  /**
   * What does not fit: a currency that does not sum to zero, or a payment whose postings disagree with its status.
   * At most a hundred.
   */
  problems: { kind: 'unbalanced' | 'disagrees'; subject: string; detail: string }[];
}

export interface Store {
  payments: PaymentStore;
  cards: CardStore;
  channels: ChannelStore;
  idempotency: IdempotencyStore;
  messages: MessageStore;
  audit: AuditStore;
  ledger: LedgerStore;
  /** True when the database answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}
