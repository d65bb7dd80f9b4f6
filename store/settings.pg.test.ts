import { DEFAULT_OPERATING_SETTINGS as DEFAULTS, withChanges } from '../domain/operating-settings';
import type { SettingsChanges } from '../domain/operating-settings';
import { writeIdCursor } from './id-cursor';
import { InvalidCursor } from './interfaces/reading';
import { createStore } from './store';
import { openTestStore, type TestStore } from './testing/database';

const ADMINISTRATOR = { kind: 'user', id: 'usr_1' } as const;

let test: TestStore;
beforeEach(async () => void (test = await openTestStore()));
afterEach(() => test.close());

const change = (version: number, changes: SettingsChanges) =>
  test.store.settings.change(version, changes, ADMINISTRATOR);
const probing = (probeMs: number): SettingsChanges => ({ lines: { probeMs } });

it('settings begin with the defaults, and keep each change', async () => {
  expect(await test.store.settings.read()).toEqual({ settings: DEFAULTS, version: 0 });
  const limits = { payment: [{ currency: 'EUR', max: 5000 }] };
  await change(0, { limits, lines: { probeMs: 1 } });
  const second = await change(1, probing(2));
  expect(second).toEqual({
    settings: withChanges(DEFAULTS, { limits, lines: { probeMs: 2 } }),
    version: 2,
    changedAt: expect.stringMatching(/Z$/),
    changedBy: ADMINISTRATOR,
  });
  expect(await test.store.settings.read()).toEqual(second);
});

it('a default that moves moves for those who never changed it', async () => {
  await change(0, { expiry: { refundApprovalMs: 5 } });
  const moved = withChanges(DEFAULTS, { expiry: { hostedPageMs: 7, refundApprovalMs: 7 } });
  const later = createStore({ databaseUrl: test.url, poolSize: 1, settings: moved });
  expect((await later.settings.read()).settings.expiry).toEqual({ hostedPageMs: 7, refundApprovalMs: 5 });
  await later.close();
});

it('each change is in the log with before and after, and its history is read from there', async () => {
  for (let version = 0; version < 5; version++) await change(version, probing(version + 1));
  const { rows } = await test.sql.query('select * from audit_entry order by id');
  expect(rows[1]).toMatchObject({
    actor_kind: 'user',
    actor_id: 'usr_1',
    object_kind: 'settings',
    object_id: 'operating',
    version: 2,
    type: 'settings_changed',
    data: { before: { lines: { probeMs: 1 } }, after: { lines: { probeMs: 2 } } },
  });
  const versions: number[] = [];
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const page = await test.store.settings.history({ cursor, limit: 2 });
    versions.push(...page.items.map(({ version }) => version));
    cursor = page.cursor;
  }
  expect(versions).toEqual([5, 4, 3, 2, 1]);
  await expect(test.store.settings.history({ cursor: 'x', limit: 1 })).rejects.toThrow(InvalidCursor);
  const beyond = { cursor: writeIdCursor('9'.repeat(18)), limit: 2 };
  expect((await test.store.settings.history(beyond)).items.map(({ version }) => version)).toEqual([5, 4]);
});

it('what changes nothing makes no version', async () => {
  expect(await change(0, probing(DEFAULTS.lines.probeMs))).toEqual({ settings: DEFAULTS, version: 0 });
  expect((await test.sql.query('select 1 from audit_entry')).rowCount).toBe(0);
});

it('of changes that race for a version one wins, and the others are told', async () => {
  const results = await Promise.all(Array.from({ length: 10 }, (_, index) => change(0, probing(index + 1))));
  const won = results.filter((result) => result !== 'stale');
  expect(won).toHaveLength(1);
  expect(await test.store.settings.read()).toEqual(won[0]);
  expect((await test.sql.query('select 1 from audit_entry')).rowCount).toBe(1);
  expect(await change(7, probing(7))).toBe('stale');
});

it('versions can’t be rewritten', async () => {
  await change(0, probing(1));
  for (const sql of ['update settings_version set changed = $${}$$', 'delete from settings_version']) {
    await expect(test.sql.query(sql)).rejects.toThrow('append-only');
  }
});
