import type { Actor } from '../../domain/actors';
import { DEFAULT_OPERATING_SETTINGS, differenceOf, withChanges } from '../../domain/operating-settings';
import type { OperatingSettings, SettingsChanges } from '../../domain/operating-settings';
import type { SettingsChange, SettingsStore, SettingsVersion } from '../../store/interfaces/settings';

/** The operating settings in memory, with every change that was made to them. */
export class FakeSettings implements SettingsStore {
  current: OperatingSettings = DEFAULT_OPERATING_SETTINGS;
  readonly made: SettingsChange[] = [];

  /** Changes them behind the API's back, as another process would. */
  set(changes: SettingsChanges): void {
    this.current = withChanges(this.current, changes);
  }

  async read(): Promise<SettingsVersion> {
    const last = this.made.at(-1);
    const { current: settings } = this;
    return { settings, version: this.made.length, changedAt: last?.at, changedBy: last?.actor };
  }

  async change(version: number, changes: SettingsChanges, actor: Actor): Promise<SettingsVersion | 'stale'> {
    if (version !== this.made.length) return 'stale';
    const difference = differenceOf(this.current, changes);
    if (difference) {
      this.current = withChanges(this.current, changes);
      this.made.push({ version: version + 1, at: new Date().toISOString(), actor, ...difference });
    }
    return this.read();
  }

  async history({ limit }: { limit: number }): Promise<{ items: SettingsChange[] }> {
    return { items: [...this.made].reverse().slice(0, limit) };
  }
}
