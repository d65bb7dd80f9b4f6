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
