export interface AuditStore {
  /** Chains what was written since the last seal; returns how many entries. Only one sealer at a time does work. */
  seal(limit: number): Promise<number>;
  /** Walks the chain: `firstAltered` names the first entry whose content no longer fits it. */
  verify(): Promise<AuditVerification>;
  /** The highest id that can be seen; 0 where the log is empty. */
  newest(): Promise<number>;
  /** The entries with an id above `after`, `limit` at most, and those among `missing` that can be seen by now; by id. */
  changesAfter(after: number, missing: readonly number[], limit: number): Promise<LoggedChange[]>;
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

export interface AuditVerification {
  intact: boolean;
  sealed: number;
  /** Entries written and not chained yet. */
  unsealed: number;
  /** `entry` is the log's id; where a seal itself was changed or is gone, the first entry that it or the next one held. */
  firstAltered?: { entry: string; problem: 'changed' | 'missing' | 'chain_broken' };
}
