import type { Logger } from 'pino';
import type { LoggedChange } from '../../store/interfaces/audit';
import { PAGE } from './log-tail';
import type { LogTail } from './log-tail';

/** Changes that are kept to go on from, for listeners who come back. */
const KEPT = 2_000;

/** Reads the end of the log at intervals, from `begin` to `stop`. */
export class LogReader {
  /** In the order in which they were told. */
  private kept: LoggedChange[] = [];
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly tail: LogTail,
    private readonly tell: (change: LoggedChange) => void,
    private readonly log: Logger,
    private readonly everyMs: number,
  ) {}

  /** Resolves once everything that appears will be told. */
  async begin(): Promise<void> {
    await this.tail.begin();
    this.again();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** The highest id seen. */
  get newest(): number {
    return this.tail.newest;
  }

  /** The id that was told last. */
  get place(): number | undefined {
    return this.kept.at(-1)?.id;
  }

  /** What was told after this id; undefined where that is not known here. */
  toldAfter(id: number): readonly LoggedChange[] | undefined {
    const place = this.kept.findIndex((change) => change.id === id);
    return place < 0 ? undefined : this.kept.slice(place + 1);
  }

  private again(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.read().then(() => this.again()), this.everyMs);
    this.timer.unref();
  }

  private async read(): Promise<void> {
    try {
      for (let more = true; more;) {
        const found = await this.tail.next();
        if (this.stopped) return;
        this.kept = [...this.kept, ...found].slice(-KEPT);
        found.forEach(this.tell);
        more = found.length >= PAGE;
      }
    } catch (error) {
      this.log.warn({ error: (error as Error).name }, 'the log could not be followed just now');
    }
  }
}
