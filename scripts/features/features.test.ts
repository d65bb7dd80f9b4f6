import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SCRIPT = path.resolve(__dirname, '..', 'features.mjs');
const folder = mkdtempSync(path.join(tmpdir(), 'tillflow-features-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Test = [title: string, status: string, describe?: string];

/** Runs the script over a table with these rows, and a report with these tests. */
function features(rows: string[], tests: Test[]): { code: number | null; out: string; err: string } {
  const [table, report] = [path.join(folder, 'features.md'), path.join(folder, 'jest.json')];
  writeFileSync(table, ['# Features', '| id | what | status |', '|---|---|---|', ...rows].join('\n'));
  const assertionResults = tests.map(([title, status, describe]) => ({
    title,
    status,
    ancestorTitles: describe ? [describe] : [],
  }));
  writeFileSync(report, JSON.stringify({ testResults: [{ assertionResults }] }));
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, table, report], {
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

const PAY = '| ONE-1 | Pays by card | done |';

test('a done row that a passing test names is fine', () => {
  const { code, out, err } = features([PAY, '| ONE-9+ | Webhooks | planned |'], [['ONE-1 pays', 'passed']]);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/ONE-1 +done +Pays by card\n +✓ ONE-1 pays/);
  expect(out).toContain('planned, without tests: ONE-9');
});

test('a partly row shows its tests too', () => {
  const { code, out } = features(['| PLT-1 | Durable | partly |'], [['PLT-1 replays', 'passed']]);
  expect(code).toBe(0);
  expect(out).toMatch(/PLT-1 +partly +Durable\n +✓ PLT-1 replays/);
});

test.each<[string, Test[], string]>([
  ['none', [], 'no test that ran names it'],
  ['none that ran', [['ONE-1 pays', 'pending']], 'no test that ran names it'],
  ['one that only mentions it', [['pays as ONE-1 says', 'passed']], 'no test that ran names it'],
  ['one of another feature', [['ONE-10 pays', 'passed']], 'no test that ran names it'],
  [
    'a failing one beside a passing one',
    [
      ['ONE-1 a', 'passed'],
      ['ONE-1 b', 'failed'],
    ],
    'its test failed: ONE-1 b',
  ],
])('a done row fails with %s', (_, tests, reason) => {
  const { code, err } = features([PAY, '| ONE-10 | Other | partly |'], tests);
  expect(code).toBe(1);
  expect(err).toContain(`ONE-1 is done, but ${reason}`);
});

test('one title may name several, with or without the plus', () => {
  const rows = [PAY, '| ONE-8+ | Once | done |', '| PLT-2 | Ledger | done |'];
  expect(features(rows, [['ONE-1 ONE-8+, PLT-2: all at once', 'passed']])).toMatchObject({
    code: 0,
    err: '',
  });
});

test('a describe names for the tests inside it', () => {
  expect(features([PAY], [['pays', 'passed', 'ONE-1 payments']]).code).toBe(0);
});

test('rows that are not done need no test, and a failing one does not matter', () => {
  const rows = ['| ONE-1 | Pays | partly |', '| ONE-2 | Wizard | planned |'];
  expect(features(rows, [['ONE-1 pays', 'failed']]).code).toBe(0);
});

test('a test that names no row is a mistake', () => {
  const { code, err } = features([PAY], [['ONE-1 ONE-77 pays', 'passed']]);
  expect(code).toBe(1);
  expect(err).toContain('ONE-77 is named by a test, but has no row');
});

test.each([
  ['| ONE-1 | Pays |', 'ONE-1 has no status'],
  ['| ONE-1 | Pays | finished |', 'ONE-1 has no status'],
  [`${PAY}\n${PAY}`, 'ONE-1 has two rows'],
])('a bad table is a mistake: %s', (rows, reason) => {
  const { code, err } = features([rows], []);
  expect(code).toBe(1);
  expect(err).toContain(reason);
});
