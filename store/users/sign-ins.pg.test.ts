import { LOCK_OUTS_MS } from '../../domain/users';
import { count, openTestStore, type TestStore } from '../testing/database';
import { ADMINISTRATOR, aUser, HASH } from '../testing/people';

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.close());

const users = () => test.store.users;
const wrong = async (times: number, name = 'olga') => {
  for (let i = 0; i < times; i++) await users().beginSignIn(name);
};
/** As if all this had been so much longer ago. */
const later = (ms: number) =>
  test.sql.query(
    `update sign_in_attempt set at = at - $1 * interval '1 ms', locked_until = locked_until - $1 * interval '1 ms'`,
    [ms],
  );

describe('an attempt to sign in', () => {
  it('finds what it is checked against', async () => {
    const user = await aUser(test, { username: 'olga' });
    expect(await users().beginSignIn('olga')).toEqual({
      kind: 'open',
      failures: 1,
      credentials: { user, passwordHash: HASH, secondFactor: {} },
    });
    expect(await users().beginSignIn('nobody')).toEqual({
      kind: 'open',
      failures: 1,
      credentials: undefined,
    });
  });

  it.each(['olga', 'nobody'])(
    'locks the name %s after the fifth in a row, for longer each time',
    async (name) => {
      await aUser(test, { username: 'olga' });
      await wrong(5, name);
      for (const lockOut of [...LOCK_OUTS_MS, LOCK_OUTS_MS.at(-1)!]) {
        const locked = await users().beginSignIn(name);
        expect(locked.kind).toBe('locked');
        const { forMs } = locked as { forMs: number };
        expect(forMs).toBeLessThanOrEqual(lockOut);
        await later(forMs - 1_000);
        expect((await users().beginSignIn(name)).kind).toBe('locked');
        await later(1_001);
        expect((await users().beginSignIn(name)).kind).toBe('open');
      }
    },
  );

  it('is counted before it is checked: guesses made at once don’t outrun the lock', async () => {
    await aUser(test, { username: 'olga' });
    const begun = await Promise.all(Array.from({ length: 40 }, () => users().beginSignIn('olga')));
    expect(begun.filter(({ kind }) => kind === 'open')).toHaveLength(5);
    expect((await users().findByUsername('olga'))!.locked).toBe(true);
  });

  it('that was right forgets those before it', async () => {
    await wrong(4);
    await users().forgetSignIns('olga');
    await wrong(4);
    expect((await users().beginSignIn('olga')).kind).toBe('open');
  });

  it('that is taken back does not count, and never unlocks what another locked', async () => {
    await wrong(3);
    await users().beginSignIn('olga');
    await users().takeBackSignIn('olga', 4);
    expect(await users().beginSignIn('olga')).toMatchObject({ failures: 4 });
    await users().beginSignIn('olga');
    await users().takeBackSignIn('olga', 4);
    expect((await users().beginSignIn('olga')).kind).toBe('locked');
  });

  it('of the fifth time is unlocked when it is taken back', async () => {
    await wrong(5);
    await users().takeBackSignIn('olga', 5);
    expect(await users().beginSignIn('olga')).toMatchObject({ kind: 'open', failures: 5 });
  });

  it('counts no more after a day, and is cleared away', async () => {
    await wrong(4);
    await wrong(4, 'another');
    await later(25 * 3_600_000);
    expect(await users().beginSignIn('olga')).toMatchObject({ kind: 'open', failures: 1 });
    expect(await count(test.sql, 'sign_in_attempt')).toBe(1);
  });

  it('is unlocked by an administrator, which the log says', async () => {
    const { id } = await aUser(test, { username: 'olga' });
    await wrong(5);
    const changed = await users().change(id, 1, { locked: false }, ADMINISTRATOR);
    expect(changed).toMatchObject({ kind: 'changed', user: { locked: false } });
    expect((await users().beginSignIn('olga')).kind).toBe('open');
    const { rows } = await test.sql.query(`select data from audit_entry where type = 'changed'`);
    expect(rows).toEqual([{ data: { before: { locked: true }, after: { locked: false } } }]);
  });

  it('keeps no name: people type passwords there', async () => {
    await wrong(1, 'my-secret-password');
    const { rows } = await test.sql.query('select * from sign_in_attempt');
    expect(JSON.stringify(rows)).not.toContain('secret');
  });
});
