import type { Actor } from '../../domain/actors';
import type { OperatingSettings, SettingsChanges } from '../../domain/operating-settings';
import type { KeysetPage } from './reading';

/** The settings as they stand: the defaults, with what was changed. Version 0 was never changed. */
export interface SettingsVersion {
  settings: OperatingSettings;
  version: number;
  /** RFC 3339. */
  changedAt?: string;
  changedBy?: Actor;
}

/** One change: of each field that became another, what it was and what it became. */
export interface SettingsChange {
  version: number;
  /** RFC 3339. */
  at: string;
  actor: Actor;
  before: SettingsChanges;
  after: SettingsChanges;
}

export interface SettingsStore {
  read(): Promise<SettingsVersion>;
  /**
   * Makes the version after `version`, with an entry in the log; `stale` where another change came first (nothing is
   * written then). Changes that change nothing make no version.
   */
  change(version: number, changes: SettingsChanges, actor: Actor): Promise<SettingsVersion | 'stale'>;
  /** Newest first. Throws `InvalidCursor` where the cursor is not one of ours. */
  history(page: { cursor?: string; limit: number }): Promise<KeysetPage<SettingsChange>>;
}
