import { openTestStore, type TestStore } from '../testing/database';
import { ADMINISTRATOR, aSession, aUser, HASH, logOf } from '../testing/people';

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.close());

const users = () => test.store.users;
const TOKEN = 'a'.repeat(64);
const signedIn = async () => (await test.store.sessions.find(TOKEN, 60_000)) !== undefined;

describe('a new user', () => {
  it('must change the password, and is in the log without it', async () => {
    const user = await aUser(test, { username: 'olga', permissions: ['payments:batch'] });
    expect(user).toEqual({
      ...{
        id: user.id,
        username: 'olga',
        displayName: 'Olga',
        level: 'operator',
        permissions: ['payments:batch'],
      },
      ...{ disabled: false, locked: false, secondFactor: false, passwordChangeRequired: true },
      ...{ createdAt: expect.any(String), version: 1 },
    });
    expect(await users().get(user.id)).toEqual(user);
    expect(await users().findByUsername('olga')).toEqual(user);
    const data = {
      username: 'olga',
      displayName: 'Olga',
      level: 'operator',
      permissions: ['payments:batch'],
    };
    expect(await logOf(test, user.id)).toEqual([{ type: 'created', actor: 'user usr_boss', data }]);
  });

  it('has a name of its own, also where many are made at once', async () => {
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => aUser(test, { username: 'olga' })));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('can’t have a password that is no hash, or a level that does not exist', async () => {
    await expect(aUser(test, { passwordHash: 'open sesame' })).rejects.toThrow();
    await expect(aUser(test, { level: 'owner' as never })).rejects.toThrow();
    await expect(aUser(test, { permissions: ['users:write' as never] })).rejects.toThrow();
  });
});

describe('the list', () => {
  it('is newest first, page by page', async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await aUser(test)).id);
    const first = await users().list({ limit: 3 });
    const second = await users().list({ limit: 3, cursor: first.cursor });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made.reverse());
    expect(second.cursor).toBeUndefined();
    await expect(users().list({ limit: 3, cursor: 'made-up' })).rejects.toThrow();
  });

  it('gives names by ids', async () => {
    const olga = await aUser(test);
    const omar = await aUser(test, { displayName: 'Omar' });
    expect(await users().names([olga.id, omar.id, 'usr_none'])).toEqual(
      new Map([
        [olga.id, 'Olga'],
        [omar.id, 'Omar'],
      ]),
    );
  });
});

describe('a change', () => {
  it('is in the log with before and after, of what changed only', async () => {
    const user = await aUser(test);
    const changed = await users().change(
      user.id,
      1,
      { level: 'manager', displayName: 'Olga' },
      ADMINISTRATOR,
    );
    expect(changed).toEqual({ kind: 'changed', user: { ...user, level: 'manager', version: 2 } });
    expect((await logOf(test, user.id)).at(-1)).toEqual({
      type: 'changed',
      actor: 'user usr_boss',
      data: { before: { level: 'operator' }, after: { level: 'manager' } },
    });
  });

  it('that changes nothing is none', async () => {
    const user = await aUser(test);
    expect(await users().change(user.id, 1, { level: 'operator', permissions: [] }, ADMINISTRATOR)).toEqual({
      kind: 'changed',
      user,
    });
    expect(await logOf(test, user.id)).toHaveLength(1);
  });

  it('of an older version is refused, and one of many at once wins', async () => {
    const user = await aUser(test);
    const tries = Array.from({ length: 6 }, (_, i) =>
      users().change(user.id, 1, { displayName: `Olga ${i}` }, ADMINISTRATOR),
    );
    const kinds = (await Promise.all(tries)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'changed')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'stale')).toHaveLength(5);
    expect(await users().change('usr_none', 1, {}, ADMINISTRATOR)).toEqual({ kind: 'not_found' });
  });

  it('signs out who is disabled', async () => {
    const user = await aUser(test);
    await test.store.sessions.start(aSession(user, TOKEN));
    await users().change(user.id, 1, { disabled: true }, ADMINISTRATOR);
    expect(await signedIn()).toBe(false);
    expect(await test.store.sessions.start(aSession(user, TOKEN))).toBeUndefined();
  });
});

describe('SWI-2 the last administrator', () => {
  const administrator = () => aUser(test, { level: 'administrator' });

  it('can’t be disabled or made less, by anybody', async () => {
    const only = await administrator();
    for (const changes of [{ disabled: true }, { level: 'manager' as const }]) {
      expect(await users().change(only.id, 1, changes, ADMINISTRATOR)).toEqual({
        kind: 'last_administrator',
      });
    }
    expect((await users().change(only.id, 1, { displayName: 'Ada' }, ADMINISTRATOR)).kind).toBe('changed');
  });

  it('is not the disabled one', async () => {
    const [one, two] = [await administrator(), await administrator()];
    expect((await users().change(one.id, 1, { disabled: true }, ADMINISTRATOR)).kind).toBe('changed');
    expect((await users().change(two.id, 1, { disabled: true }, ADMINISTRATOR)).kind).toBe(
      'last_administrator',
    );
  });

  it('stays one, however many are taken away at once', async () => {
    for (let round = 0; round < 5; round++) {
      const all = await Promise.all(Array.from({ length: 4 }, administrator));
      const { rows } = await test.sql.query(
        `select id, version from app_user where level = 'administrator' and not disabled`,
      );
      expect(rows.length).toBeGreaterThanOrEqual(all.length);
      await Promise.all(
        rows.map(({ id, version }, index) =>
          users().change(id, version, index % 2 ? { disabled: true } : { level: 'operator' }, ADMINISTRATOR),
        ),
      );
      const left = await test.sql.query(
        `select id from app_user where level = 'administrator' and not disabled`,
      );
      expect(left.rowCount).toBe(1);
    }
  });
});

describe('a password', () => {
  it('that was reset is for one sign-in, unlocks, and ends every session', async () => {
    const user = await aUser(test, { username: 'olga' });
    await test.store.sessions.start(aSession(user, TOKEN));
    for (let i = 0; i < 5; i++) await users().beginSignIn('olga');
    expect((await users().get(user.id))!.locked).toBe(true);
    expect(await users().resetPassword(user.id, `${HASH}2`, ADMINISTRATOR)).toBe(true);
    expect(await users().get(user.id)).toMatchObject({ locked: false, passwordChangeRequired: true });
    expect(await signedIn()).toBe(false);
    expect((await logOf(test, user.id)).at(-1)).toMatchObject({ type: 'password_reset', data: {} });
    expect(await users().resetPassword('usr_none', HASH, ADMINISTRATOR)).toBe(false);
  });

  it('that was changed ends every session, and is changed once', async () => {
    const user = await aUser(test);
    await test.store.sessions.start(aSession(user, TOKEN));
    const self = { kind: 'user', id: user.id } as const;
    const tries = [1, 2, 3].map((i) => users().changePassword(user.id, HASH, `${HASH}${i}`, self));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    expect(await signedIn()).toBe(false);
    expect(await users().get(user.id)).toMatchObject({ passwordChangeRequired: false });
    expect(await logOf(test, user.id)).toHaveLength(3);
  });
});

describe('a second factor', () => {
  const self = (id: string) => ({ kind: 'user', id }) as const;

  it('counts once it is confirmed, and can’t be replaced by another', async () => {
    const { id } = await aUser(test);
    await users().proposeSecondFactor(id, 'sealed-1');
    await users().proposeSecondFactor(id, 'sealed-2');
    expect((await users().get(id))!.secondFactor).toBe(false);
    expect(await users().confirmSecondFactor(id, 'sealed-1', 7, self(id))).toBe(false);
    expect(await users().confirmSecondFactor(id, 'sealed-2', 7, self(id))).toBe(true);
    expect((await users().get(id))!.secondFactor).toBe(true);
    expect(await users().proposeSecondFactor(id, 'sealed-3')).toBe(false);
  });

  it('is removed by a code that was not used, or by an administrator', async () => {
    const { id } = await aUser(test);
    const confirm = async () => {
      await users().proposeSecondFactor(id, 'sealed');
      await users().confirmSecondFactor(id, 'sealed', 7, self(id));
    };
    await confirm();
    expect(await users().removeSecondFactor(id, self(id), 7)).toBe(false);
    expect(await users().removeSecondFactor(id, self(id), 8)).toBe(true);
    await confirm();
    expect(await users().removeSecondFactor(id, ADMINISTRATOR)).toBe(true);
    expect(await users().removeSecondFactor(id, ADMINISTRATOR)).toBe(false);
  });
});
