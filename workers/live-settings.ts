import type { Logger } from 'pino';
import type { OperatingSettings } from '../domain/operating-settings';
import type { SettingsStore } from '../store/interfaces/settings';
import { Live } from './live';

/** How long a change made in another process takes to act here, at most, while the store answers. */
const READ_EVERY_MS = 2_000;

/** The operating settings as they stand. */
export class LiveSettings extends Live<OperatingSettings> {
  constructor(
    store: Pick<SettingsStore, 'read'>,
    defaults: OperatingSettings,
    log: Logger,
    everyMs = READ_EVERY_MS,
  ) {
    super('settings', async () => (await store.read()).settings, defaults, log, everyMs);
  }
}
