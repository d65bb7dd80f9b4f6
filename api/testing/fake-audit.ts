import type { AuditStore, LoggedChange } from '../../store/interfaces/audit';

/** A log in memory. Ids are given out in order, and may be filled in any order, as transactions commit. */
export class FakeAudit implements Pick<AuditStore, 'newest' | 'changesAfter'> {
  readonly entries = new Map<number, LoggedChange>();
  private given = 0;
  /** How often it was read. */
  reads = 0;

  /** An id whose entry comes later, or never. */
  draw(): number {
    return ++this.given;
  }

  add(change: Omit<LoggedChange, 'id'>, id = this.draw()): LoggedChange {
    const entry = { ...change, id };
    this.entries.set(id, entry);
    return entry;
  }

  async newest(): Promise<number> {
    return Math.max(0, ...this.entries.keys());
  }

  async changesAfter(after: number, missing: readonly number[], limit: number): Promise<LoggedChange[]> {
    this.reads++;
    const sorted = [...this.entries.values()].sort((a, b) => a.id - b.id);
    const above = sorted.filter(({ id }) => id > after).slice(0, limit);
    return [...sorted.filter(({ id }) => missing.includes(id)), ...above];
  }
}
