import type { LineStatus } from '../../domain/lines';

/** How an acquirer's line stands. One that nobody has reported on counts as up. */
export interface LineRecord {
  acquirer: string;
  status: LineStatus;
  /** RFC 3339. */
  since: string;
}

/** What waits for a line, in the order in which it was taken on. */
export interface Batched {
  kind: 'payment' | 'refund';
  id: string;
  /** RFC 3339. */
  queuedAt: string;
}

/** Where in the queue to look. */
export interface Beyond {
  /** Behind this one. */
  after?: Batched;
  /** Among those that the vault need not send. */
  withoutVaulted?: true;
}

/** The fresh payment that was let in to try a line. */
export interface Trial {
  paymentId: string;
  claimedMsAgo: number;
}

export interface LineStore {
  /** Says how a line stands, with a log entry where that is new. What was offered or claimed of a trial is over then. */
  publish(acquirer: string, status: LineStatus): Promise<void>;
  list(): Promise<LineRecord[]>;
  /** The first that waits for the line, of all or of those that `beyond` says. */
  nextBatched(acquirer: string, beyond?: Beyond): Promise<Batched | undefined>;
  /** Lets one fresh payment try a line that is on trial; again is the same as once. */
  offerTrial(acquirer: string): Promise<void>;
  /** Lets another try it, as nothing was learned from this one. */
  freeTrial(acquirer: string, paymentId: string): Promise<void>;
  /** Takes the offer back; false where a payment has it. */
  withdrawTrial(acquirer: string): Promise<boolean>;
  /** For one of many: whether this payment is the one that tries the line. */
  claimTrial(acquirer: string, paymentId: string): Promise<boolean>;
  /** Who tries it. */
  trialOf(acquirer: string): Promise<Trial | undefined>;
  /** How many wait, by acquirer. */
  countBatched(): Promise<{ acquirer: string; payments: number; refunds: number }[]>;
}
