import { openTestStore, type TestStore } from '../testing/database';
import { ADMINISTRATOR, aSession, aUser, HASH, logOf } from '../testing/people';

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.close());

const sessions = () => test.store.sessions;
const IDLE = 30 * 60_000;
const [ONE, TWO] = ['a'.repeat(64), 'b'.repeat(64)];
const find = (hash = ONE, touches = true) => sessions().find(hash, IDLE, touches);
/** As if it had last been seen, and begun, so much longer ago. */
const later = (ms: number) =>
  test.sql.query(
    `update user_session set seen_at = seen_at - $1 * interval '1 ms', created_at = created_at - $1 * interval '1 ms',
      expires_at = expires_at - $1 * interval '1 ms'`,
    [ms],
  );

describe('a session', () => {
  it('is found with its user, whose last sign-in it is', async () => {
    const user = await aUser(test);
    const started = await sessions().start(aSession(user, ONE, { address: '192.0.2.1' }));
    expect(started!.user).toEqual({ ...user, lastSignInAt: expect.any(String) });
    expect(Date.parse(started!.expiresAt) - Date.parse(started!.seenAt)).toBe(3_600_000);
    expect(await find()).toEqual(started);
    expect(await find(TWO)).toBeUndefined();
    const actor = `user ${user.id}`;
    expect((await logOf(test, user.id)).at(-1)).toEqual({
      type: 'signed_in',
      actor,
      data: { address: '192.0.2.1' },
    });
  });

  it('ends when it is idle, and not while it is used', async () => {
    await sessions().start(aSession(await aUser(test), ONE, { lifetimeMs: 12 * 3_600_000 }));
    await later(IDLE - 60_000);
    expect(await find()).toBeDefined();
    await later(IDLE - 60_000);
    expect(await find()).toBeDefined();
    await later(IDLE);
    expect(await find()).toBeUndefined();
  });

  it('becomes idle while it is only looked at, not used', async () => {
    await sessions().start(aSession(await aUser(test), ONE, { lifetimeMs: 12 * 3_600_000 }));
    await later(IDLE - 60_000);
    expect(await find(ONE, false)).toBeDefined();
    await later(60_000);
    expect(await find(ONE, false)).toBeUndefined();
  });

  it('is written to once a minute at most', async () => {
    const started = await sessions().start(aSession(await aUser(test), ONE));
    await later(30_000);
    const seenAt = Date.parse((await find())!.seenAt);
    expect(seenAt).toBe(Date.parse(started!.seenAt) - 30_000);
    await later(31_000);
    expect(Date.parse((await find())!.seenAt)).toBeGreaterThan(seenAt - 31_000);
  });

  it('ends however busy it is', async () => {
    await sessions().start(aSession(await aUser(test), ONE, { lifetimeMs: 50 * 60_000 }));
    for (let minutes = 0; minutes < 40; minutes += 10) {
      await later(10 * 60_000);
      expect(await find()).toBeDefined();
    }
    await later(10 * 60_000);
    expect(await find()).toBeUndefined();
  });

  it('ends at sign-out, once in the log', async () => {
    const user = await aUser(test);
    const self = { kind: 'user', id: user.id } as const;
    await sessions().start(aSession(user, ONE));
    await sessions().start(aSession(user, TWO));
    await sessions().end(ONE, self);
    await sessions().end(ONE, self);
    expect(await find()).toBeUndefined();
    expect(await find(TWO)).toBeDefined();
    const types = (await logOf(test, user.id)).map(({ type }) => type);
    expect(types).toEqual(['created', 'signed_in', 'signed_in', 'signed_out']);
  });

  it('ends everywhere by an administrator', async () => {
    const [user, other] = [await aUser(test), await aUser(test)];
    await sessions().start(aSession(user, ONE));
    await sessions().start(aSession(other, TWO));
    expect(await sessions().endAll(user.id, ADMINISTRATOR)).toBe(true);
    expect(await find()).toBeUndefined();
    expect(await find(TWO)).toBeDefined();
    expect((await logOf(test, user.id)).at(-1)).toMatchObject({ type: 'signed_out', data: { sessions: 1 } });
    expect(await sessions().endAll('usr_none', ADMINISTRATOR)).toBe(false);
  });

  it('replaces the one that the browser had', async () => {
    const user = await aUser(test);
    await sessions().start(aSession(user, ONE));
    await sessions().start(aSession(user, TWO, { replaces: ONE }));
    expect(await find()).toBeUndefined();
    expect(await find(TWO)).toBeDefined();
  });

  it('does not begin where the password was changed while it was checked', async () => {
    const user = await aUser(test);
    await test.store.users.resetPassword(user.id, `${HASH}2`, ADMINISTRATOR);
    expect(await sessions().start(aSession(user, ONE))).toBeUndefined();
    expect(await find()).toBeUndefined();
  });
});

describe('with a second factor a session', () => {
  const withSecondFactor = async () => {
    const user = await aUser(test);
    await test.store.users.proposeSecondFactor(user.id, 'sealed');
    await test.store.users.confirmSecondFactor(user.id, 'sealed', 100, { kind: 'user', id: user.id });
    return user;
  };
  const hashes = ['c', 'd', 'e', 'f'].map((sign) => sign.repeat(64));

  it('takes a code, and each code once, however many use it at once', async () => {
    const user = await withSecondFactor();
    expect(await sessions().start(aSession(user, ONE))).toBeUndefined();
    expect(await sessions().start(aSession(user, ONE, { code: { step: 100 } }))).toBeUndefined();
    const tries = hashes.map((hash) => sessions().start(aSession(user, hash, { code: { step: 101 } })));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    expect(await sessions().start(aSession(user, TWO, { code: { step: 102 } }))).toBeDefined();
  });

  it('goes on from one that had the code', async () => {
    const user = await withSecondFactor();
    expect(await sessions().start(aSession(user, ONE, { continues: true }))).toBeDefined();
  });

  it('seals the secret anew where it is given so', async () => {
    const user = await withSecondFactor();
    await sessions().start(aSession(user, ONE, { code: { step: 101, resealed: 'sealed-anew' } }));
    const begun = await test.store.users.beginSignIn(user.username);
    expect(begun).toMatchObject({ credentials: { secondFactor: { secret: 'sealed-anew', lastStep: 101 } } });
  });
});
