import type { Actor } from '../../domain/actors';
import type { KeysetPage } from './reading';

export interface AuditStore {
  /** Chains what was written since the last seal; returns how many entries. Only one sealer at a time does work. */
  seal(limit: number): Promise<number>;
  /** Walks the chain: `firstAltered` names the first entry that no longer fits it. `expected` is looked for in it. */
  verify(expected?: SealMark): Promise<AuditVerification>;
  /** The newest seal; none where nothing is chained yet. */
  lastSeal(): Promise<SealMark | undefined>;
  /** Newest first. Throws `InvalidCursor` where the cursor is not one of ours. */
  list(filter: AuditFilter, page: { cursor?: string; limit: number }): Promise<KeysetPage<AuditEntry>>;
  /** Oldest first, for walking over many: entries with an id above `after` and not above `until`, `limit` at most. */
  slice(filter: AuditFilter, range: { after: string; until: string }, limit: number): Promise<AuditEntry[]>;
  /** Writes down what is no change of anything, and must be known all the same. */
  note(note: AuditNote): Promise<void>;
  /** The highest id that can be seen; 0 where the log is empty. */
  newest(): Promise<number>;
  /** The entries with an id above `after`, `limit` at most, and those among `missing` that can be seen by now; by id. */
  changesAfter(after: number, missing: readonly number[], limit: number): Promise<LoggedChange[]>;
}

/** Each is exact; an actor's or object's id means little without its kind. */
export interface AuditFilter {
  actorKind?: Actor['kind'];
  actorId?: string;
  objectKind?: string;
  objectId?: string;
  type?: string;
  /** RFC 3339, inclusive. */
  from?: string;
  /** RFC 3339, exclusive. */
  to?: string;
}

export interface AuditEntry {
  /** The log's id: a whole number. */
  id: string;
  /** RFC 3339. */
  at: string;
  actor: Actor;
  object: { kind: string; id: string };
  version?: number;
  type: string;
  data: Record<string, unknown>;
  /** Of a payment or refund: how it stood afterwards, and why it was declined. */
  outcome?: { status: string; code?: string };
  /** Who took the payment or asked for the refund, a person or a channel, whoever made this change to it. */
  user?: Actor;
  /** Who allowed the refund. */
  authorisedBy?: Actor;
  /** Whether it is in the chain already. */
  sealed: boolean;
}

export interface AuditNote {
  actor: Actor;
  object: { kind: string; id: string };
  type: string;
  data: Record<string, unknown>;
}

/** That something changed, and whose it is. */
export interface LoggedChange {
  /** The log's id. */
  id: number;
  object: { kind: string; id: string };
  type: string;
  version?: number;
  /** Of a payment or refund. */
  channel?: string;
}

/** A seal by what it can be known again: whoever keeps it elsewhere notices a chain that was cut off, or made anew. */
export interface SealMark {
  number: number;
  /** In hex. */
  hash: string;
}

export interface AuditVerification {
  /** Nothing was altered, and the seal that was expected is there. */
  intact: boolean;
  sealed: number;
  /** Entries written and not chained yet. */
  unsealed: number;
  /**
   * `entry` is the log's id; where a seal itself was changed or is gone, the first entry that it or the next one held.
   * `inserted` is one that came where nothing could come any more.
   */
  firstAltered?: { entry: string; problem: 'changed' | 'missing' | 'inserted' | 'chain_broken' };
  lastSeal?: SealMark;
  /** What became of the seal that was expected. */
  expectedSeal?: 'found' | 'missing' | 'differs';
}
