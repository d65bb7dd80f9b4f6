import type { Logger } from 'pino';
import type { OperatingSettings } from '../domain/operating-settings';
import type { SettingsStore } from '../store/interfaces/settings';

/** How long a change made in another process takes to act here, at most, while the store answers. */
const READ_EVERY_MS = 2_000;

/**
 * The operating settings for whoever needs them at once: read every two seconds, and kept as they were last seen while the
 * store is away. Pass `current` on, and call it each time; what it returns does not change afterwards.
 */
export class LiveSettings {
  private settings: OperatingSettings;
  private timer: NodeJS.Timeout | undefined;
  /** The readings under way, one after another. */
  private readings: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly store: Pick<SettingsStore, 'read'>,
    defaults: OperatingSettings,
    private readonly log: Logger,
    private readonly everyMs = READ_EVERY_MS,
  ) {
    this.settings = defaults;
  }

  /** Reads them for the first time. Where the store is away, the defaults serve until it is back. */
  async start(): Promise<void> {
    await this.refresh();
    this.again();
  }

  readonly current = (): OperatingSettings => this.settings;

  /** Reads them anew: a process that changed them need not wait. */
  readonly refresh = (): Promise<void> => (this.readings = this.readings.then(() => this.read()));

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.readings;
  }

  private async read(): Promise<void> {
    try {
      this.settings = (await this.store.read()).settings;
    } catch (error) {
      this.log.warn({ error: (error as Error).name }, 'the settings could not be read just now');
    }
  }

  private again(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.refresh().then(() => this.again()), this.everyMs);
    this.timer.unref();
  }
}
