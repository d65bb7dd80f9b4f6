/** Not more often than this is the same trouble told, in milliseconds. */
const TELL_EVERY_MS = 5_000;

interface Seen {
  failures: number;
  toldAt: number;
}

/**
 * Counts, in this process, how often in a row an acquirer left a call without an outcome, and tells of it when that is too
 * often. Costs the hot path a comparison.
 */
export class LineReports {
  private readonly seen = new Map<string, Seen>();

  constructor(
    /** How many in a row are too many, as the settings stand. */
    private readonly tooMany: () => number,
    private readonly tell: (acquirer: string) => Promise<unknown>,
    private readonly now: () => number = Date.now,
  ) {}

  answered(acquirer: string): void {
    const seen = this.seen.get(acquirer);
    if (seen) seen.failures = 0;
  }

  failed(acquirer: string): void {
    const seen = this.seen.get(acquirer) ?? { failures: 0, toldAt: -Infinity };
    this.seen.set(acquirer, seen);
    seen.failures += 1;
    if (seen.failures < this.tooMany() || this.now() - seen.toldAt < TELL_EVERY_MS) return;
    seen.toldAt = this.now();
    // Who can't be told now is told at the next failure: the watch probes the line anyway.
    this.tell(acquirer).catch(() => (seen.toldAt = -Infinity));
  }
}
