import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { GRANTED_PERMISSIONS, LEVELS } from '../domain/levels';
import { PAYMENT_STATUSES } from '../domain/payments';
import { STEPS } from '../domain/steps';
import { LANGUAGES } from '../domain/users';
import { openTestStore, type TestStore } from './testing/database';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

describe('the migrations', () => {
  it('make what the schema says', () => {
    const prisma = path.join(path.dirname(require.resolve('prisma/package.json')), 'build', 'index.js');
    const args = [
      'migrate',
      'diff',
      '--from-config-datasource',
      '--to-schema',
      'prisma/schema.prisma',
      '--exit-code',
    ];
    const { stdout, stderr, status } = spawnSync(process.execPath, [prisma, ...args], {
      cwd: path.join(__dirname, '..'),
      env: { ...process.env, DATABASE_URL: test.url },
      encoding: 'utf8',
    });
    expect({ stdout, stderr, status }).toMatchObject({
      stdout: expect.stringContaining('No difference'),
      status: 0,
    });
  });

  it.each([
    ['payment_status_check', PAYMENT_STATUSES],
    ['payment_step_step_check', STEPS],
    ['app_user_level_check', LEVELS],
    ['app_user_language_check', LANGUAGES],
    ['app_user_permissions_check', GRANTED_PERMISSIONS],
  ])('allow in %s what the domain knows', async (constraint, values) => {
    const { rows } = await test.sql.query(
      'select pg_get_constraintdef(oid) as text from pg_constraint where conname = $1',
      [constraint],
    );
    const allowed = [...rows[0].text.matchAll(/'([\w:]+)'/g)].map(([, value]) => value);
    expect(allowed.sort()).toEqual([...values].sort());
  });
});
