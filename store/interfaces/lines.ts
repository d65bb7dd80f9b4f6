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

export interface LineStore {
  /** Says how a line stands, with a log entry where that is new. */
  publish(acquirer: string, status: LineStatus): Promise<void>;
  list(): Promise<LineRecord[]>;
  /** The first that waits for the line after `after`, or of all. */
  nextBatched(acquirer: string, after?: Batched): Promise<Batched | undefined>;
  /** How many wait, by acquirer. */
  countBatched(): Promise<{ acquirer: string; payments: number; refunds: number }[]>;
}
