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
