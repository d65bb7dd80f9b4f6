import type { Logger } from 'pino';

/**
 * Something in the store for whoever needs it at once: read every so often, and kept as it was last seen while the
 * store is away. Pass `current` on, and call it each time; what it returns does not change afterwards.
 */
export class Live<T> {
  private seen: T;
  private timer: NodeJS.Timeout | undefined;
  /** The readings under way, one after another. */
  private readings: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    /** What it is, for the log. */
    private readonly name: string,
    private readonly ask: () => Promise<T>,
    /** Until it was first seen. */
    initial: T,
    private readonly log: Logger,
    /** Milliseconds between two readings. */
    private readonly everyMs: number,
  ) {
    this.seen = initial;
  }

  /** Reads it for the first time. Where the store is away, the initial value serves until it is back. */
  async start(): Promise<void> {
    await this.refresh();
    this.again();
  }

  readonly current = (): T => this.seen;

  /** Reads it anew: a process that changed it need not wait. */
  readonly refresh = (): Promise<void> => (this.readings = this.readings.then(() => this.read()));

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.readings;
  }

  private async read(): Promise<void> {
    try {
      this.seen = await this.ask();
    } catch (error) {
      this.log.warn({ error: (error as Error).name }, `the ${this.name} could not be read just now`);
    }
  }

  private again(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.refresh().then(() => this.again()), this.everyMs);
    this.timer.unref();
  }
}
