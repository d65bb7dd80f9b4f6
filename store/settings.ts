import type { Actor } from '../domain/actors';
import { differenceOf, withChanges } from '../domain/operating-settings';
import type { OperatingSettings, SettingsChanges } from '../domain/operating-settings';
import type { Database, Statement } from './database';
import { readIdCursor, writeIdCursor } from './id-cursor';
import type { SettingsChange, SettingsStore, SettingsVersion } from './interfaces/settings';

const MAX_PAGE = 200;

const READ: Statement = {
  name: 'settings-read',
  text: `
    select version, changed, at, actor_kind as "actorKind", actor_id as "actorId"
    from settings_version order by version desc limit 1`,
};

/** The version decides: where it is taken, or is not the next one, nothing is inserted. */
const CHANGE: Statement = {
  name: 'settings-change',
  text: `
    with made as (
      insert into settings_version (version, changed, actor_kind, actor_id)
      select $1::int, $2::jsonb, $3, $4
      where coalesce((select max(version) from settings_version), 0) = $1::int - 1
      on conflict do nothing returning *
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, version, type, data)
      select actor_kind, actor_id, 'settings', 'operating', version, 'settings_changed', $5::jsonb from made
    )
    select version, changed, at, actor_kind as "actorKind", actor_id as "actorId" from made`,
};

const HISTORY: Statement = {
  name: 'settings-history',
  text: `
    select version, data, at, actor_kind as "actorKind", actor_id as "actorId" from audit_entry
    where object_kind = 'settings' and object_id = 'operating' and version < coalesce($1::bigint, 2147483648)
    order by version desc limit $2`,
};

interface Row {
  version: number;
  at: Date;
  actorKind: Actor['kind'];
  actorId: string;
}

interface VersionRow extends Row {
  /** Every field that was ever changed, as it stands. */
  changed: SettingsChanges;
}

interface HistoryRow extends Row {
  data: Pick<SettingsChange, 'before' | 'after'>;
}

const actorOf = ({ actorKind, actorId }: Row): Actor => ({ kind: actorKind, id: actorId });

/** Only what was changed is kept, so that a default that moves with a release moves for those who never changed it. */
export function createSettingsStore(database: Database, defaults: OperatingSettings): SettingsStore {
  const asVersion = (row: VersionRow | undefined): SettingsVersion => {
    if (!row) return { settings: defaults, version: 0 };
    const settings = withChanges(defaults, row.changed);
    return {
      settings,
      version: row.version,
      changedAt: row.at.toISOString(),
      changedBy: actorOf(row),
    };
  };
  const latest = async (): Promise<VersionRow | undefined> => (await database.rows<VersionRow>(READ, []))[0];

  return {
    read: async () => asVersion(await latest()),
    async change(version, changes, actor) {
      const row = await latest();
      const current = asVersion(row);
      if (current.version !== version) return 'stale';
      const difference = differenceOf(current.settings, changes);
      if (!difference) return current;
      const { before, after } = difference;
      const [made] = await database.rows<VersionRow>(CHANGE, [
        ...[version + 1, JSON.stringify(merged(row?.changed ?? {}, after)), actor.kind, actor.id],
        JSON.stringify({ type: 'settings_changed', before, after }),
      ]);
      return made ? asVersion(made) : 'stale';
    },
    async history({ cursor, limit }) {
      const size = Math.min(limit, MAX_PAGE);
      const below = cursor === undefined ? null : readIdCursor(cursor);
      const rows = await database.rows<HistoryRow>(HISTORY, [below, size + 1]);
      const items = rows.slice(0, size).map((row) => ({
        version: row.version,
        at: row.at.toISOString(),
        actor: actorOf(row),
        before: row.data.before,
        after: row.data.after,
      }));
      const last = items.at(-1);
      return { items, ...(rows.length > size && last && { cursor: writeIdCursor(String(last.version)) }) };
    },
  };
}

function merged(earlier: SettingsChanges, later: SettingsChanges): SettingsChanges {
  const groups = new Set([...Object.keys(earlier), ...Object.keys(later)]) as Set<keyof SettingsChanges>;
  return Object.fromEntries([...groups].map((group) => [group, { ...earlier[group], ...later[group] }]));
}
