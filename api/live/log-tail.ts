import type { AuditStore, LoggedChange } from '../../store/interfaces/audit';

/** How long a missing id is looked for: no statement of ours runs for longer, and what is rolled back never comes. */
const LOOKED_FOR_MS = 40_000;
/** Ids looked for at a time; the oldest are given up beyond it. */
const MOST_MISSING = 2_000;
/** Ids before the beginning whose entries may still commit. */
const LOOK_BACK = 500;
/** So many at a time; where fewer come, there are no more just now. */
export const PAGE = 1_000;

/**
 * The end of the log, each entry once and as soon as it can be seen. Ids are given out before transactions commit, so an
 * entry may appear below those seen before: what is missing below the highest id is asked for again, for a while.
 */
export class LogTail {
  private top = 0;
  /** Until when each missing id is looked for, oldest first. */
  private readonly missing = new Map<number, number>();

  constructor(
    private readonly audit: Pick<AuditStore, 'newest' | 'changesAfter'>,
    private readonly now: () => Date,
  ) {}

  /** Everything that can be seen now counts as told. Once, before anything else. */
  async begin(): Promise<void> {
    this.top = Math.max(0, (await this.audit.newest()) - LOOK_BACK);
    while ((await this.next()).length >= PAGE);
  }

  /** The highest id seen. */
  get newest(): number {
    return this.top;
  }

  /** What appeared since the last call, in the order of ids; at most a page. */
  async next(): Promise<LoggedChange[]> {
    const found = await this.audit.changesAfter(this.top, [...this.missing.keys()], PAGE);
    const until = this.now().getTime() + LOOKED_FOR_MS;
    for (const { id } of found) {
      if (id <= this.top) {
        this.missing.delete(id);
        continue;
      }
      const first = Math.max(this.top + 1, id - MOST_MISSING);
      for (let gap = first; gap < id; gap++) this.missing.set(gap, until);
      this.top = id;
    }
    this.giveUp();
    return found;
  }

  private giveUp(): void {
    const now = this.now().getTime();
    for (const [id, until] of this.missing) {
      if (until > now && this.missing.size <= MOST_MISSING) return;
      this.missing.delete(id);
    }
  }
}
