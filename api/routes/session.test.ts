import { Secret, TOTP } from 'otpauth';
import { StoreUnavailable } from '../../store/interfaces/failures';
import { requestHash } from '../http/idempotency';
import { Passwords } from '../people/passwords';
import { Problem } from '../http/problems';
import { Sessions } from '../people/sessions';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';
import { personOf, type Person } from '../testing/people';

const PASSWORD = 'a password of some length';
const NEW = 'another one, just as long';
const QUICK = new Passwords({ memoryCost: 8, timeCost: 1, parallelism: 1 });

let api: TestApi;
let now: Date;
let olga: Person;
beforeEach(async () => {
  now = new Date('2026-11-22T10:00:00Z');
  api = await startApi({ now: () => now });
  olga = await personOf(api.store.people, 'operator');
  api.store.people.held.get(olga.id)!.passwordHash = await QUICK.hash(PASSWORD);
});
afterEach(() => api.close());

const later = (ms: number): void => void (now = new Date(now.getTime() + ms));
const signIn = (changes: Record<string, unknown> = {}, headers?: Record<string, string>): Promise<Reply> =>
  api.send('POST', '/v1/session', {
    ...{ key: null, headers, idempotencyKey: null },
    body: { username: olga.username, password: PASSWORD, ...changes },
  });
const cookieOf = (reply: Reply): string => reply.headers.get('set-cookie')!.split(';')[0]!;
const asOf = (reply: Reply) => ({
  headers: { cookie: cookieOf(reply), 'x-csrf-token': reply.json.csrfToken as string },
});
const session = (as: { headers: Person['headers'] }) => api.send('GET', '/v1/session', { as });
const said = () => api.store.people.log.map(({ type }) => type);

describe('SWI-2 signing in', () => {
  it('gives a session, and its token to the browser alone', async () => {
    const reply = await signIn();
    expect(reply.json).toMatchObject({
      user: { id: olga.id, level: 'operator', lastSignInAt: now.toISOString() },
      scopes: expect.arrayContaining(['payments:create', 'refunds:request']),
      passwordChangeRequired: false,
      idleExpiresAt: '2026-11-22T10:30:00.000Z',
      expiresAt: '2026-11-22T22:00:00.000Z',
    });
    expect(reply.headers.get('set-cookie')).toMatch(
      /^tillflow_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    const token = cookieOf(reply).split('=')[1]!;
    expect(reply.text).not.toContain(token);
    expect((await session(asOf(reply))).json).toEqual(reply.json);
  });

  it('marks the cookie Secure only where the console is served over https', async () => {
    await api.close();
    api = await startApi({ now: () => now, publicUrl: 'http://127.0.0.1:3000' });
    olga = await personOf(api.store.people, 'operator');
    api.store.people.held.get(olga.id)!.passwordHash = await QUICK.hash(PASSWORD);
    const reply = await fetch(`${api.url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: olga.username, password: PASSWORD }),
    });
    expect(reply.headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('is a new session each time, which ends the one that the browser had', async () => {
    const first = await signIn();
    const second = await signIn({}, { cookie: cookieOf(first) });
    expect(cookieOf(second)).not.toBe(cookieOf(first));
    expect((await session(asOf(first))).status).toBe(401);
    expect((await session(asOf(second))).status).toBe(200);
  });

  it('takes the name in any case, and the password however the keyboard writes it', async () => {
    api.store.people.held.get(olga.id)!.passwordHash = await QUICK.hash('пароль с буквой й');
    const password = 'пароль с буквой й'.normalize('NFD');
    expect((await signIn({ username: ` ${olga.username.toUpperCase()} `, password })).status).toBe(200);
  });

  it.each([
    ['a wrong password', () => signIn({ password: 'wrong' })],
    ['a name that nobody has', () => signIn({ username: 'nobody' })],
    ['a name that nobody can have', () => signIn({ username: `' or 1=1 --` })],
    [
      'a disabled user',
      () => {
        const held = api.store.people.held.get(olga.id)!;
        held.user = { ...held.user, disabled: true };
        return signIn();
      },
    ],
  ])('says the same of %s', async (_what, attempt) => {
    const { status, json, headers } = await attempt();
    const { requestId: _, ...told } = json;
    expect({ status, told }).toEqual({
      status: 401,
      told: {
        type: 'https://pay.example/docs/problems#sign_in_refused',
        ...{ title: 'The sign-in was refused', status: 401, code: 'sign_in_refused' },
      },
    });
    expect(headers.get('set-cookie')).toBeNull();
    expect(said()).toContain('sign_in_refused');
  });

  it.each(['known', 'unknown'])('locks a name that is %s after five wrong ones in a row', async (kind) => {
    const username = kind === 'known' ? olga.username : 'nobody';
    for (let i = 0; i < 5; i++) expect((await signIn({ username, password: 'wrong' })).status).toBe(401);
    const locked = await signIn({ username });
    expect([locked.status, locked.json.code]).toEqual([429, 'sign_in_locked']);
    expect(locked.headers.get('retry-after')).toBe('30');
    expect(said()).toContain('locked_out');
    later(30_001);
    expect((await signIn({ username, password: 'wrong' })).status).toBe(401);
    expect((await signIn({ username })).headers.get('retry-after')).toBe('60');
  });

  it('locks nobody whose password could not be looked at', async () => {
    await api.close();
    const passwords = new Passwords({ memoryCost: 8, timeCost: 1, parallelism: 1 });
    const verify = jest.spyOn(passwords, 'verify').mockRejectedValue(new Problem('rate_limited'));
    api = await startApi({ now: () => now, passwords });
    olga = await personOf(api.store.people, 'operator');
    api.store.people.held.get(olga.id)!.passwordHash = await QUICK.hash(PASSWORD);
    for (let i = 0; i < 7; i++) expect((await signIn()).json.code).toBe('rate_limited');
    verify.mockRestore();
    const start = jest.spyOn(Sessions.prototype, 'start').mockRejectedValue(new StoreUnavailable('away'));
    for (let i = 0; i < 7; i++) expect((await signIn()).json.code).toBe('store_unavailable');
    start.mockRestore();
    expect((await signIn()).status).toBe(200);
  });

  it('forgets wrong ones after a right one', async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) await signIn({ password: 'wrong' });
      expect((await signIn()).status).toBe(200);
    }
  });

  it('is limited for an address, whatever names it tries', async () => {
    await api.close();
    api = await startApi({ now: () => now, limits: { perSecond: 1_000, failedSignInsPerMinute: 7 } });
    const tries = [];
    for (let i = 0; i < 10; i++) tries.push((await signIn({ username: `name-${i}` })).json.code);
    expect(tries.filter((code) => code === 'sign_in_refused')).toHaveLength(7);
    expect(tries.slice(7)).toEqual(['rate_limited', 'rate_limited', 'rate_limited']);
  });

  it('is not for other sites’ forms', async () => {
    expect((await signIn({}, { origin: 'https://elsewhere.example' })).json.code).toBe('origin_not_allowed');
    expect((await signIn({}, { origin: 'https://pay.example' })).status).toBe(200);
  });

  it('leaves no password in the log or the answers', async () => {
    const replies = [await signIn(), await signIn({ password: 'wrong-but-secret' })];
    const texts =
      replies.map(({ text }) => text).join() + api.logged() + JSON.stringify(api.store.people.log);
    expect(texts).not.toMatch(/a password of some|wrong-but-secret|argon2/);
  });
});

describe('SWI-2 a session', () => {
  it('ends at sign-out, at once', async () => {
    const as = asOf(await signIn());
    const reply = await api.send('DELETE', '/v1/session', { as });
    expect(reply.headers.get('set-cookie')).toMatch(/^tillflow_session=; .*Max-Age=0$/);
    expect((await session(as)).json.code).toBe('session_required');
  });

  it('ends when it is idle for half an hour, and after twelve hours', async () => {
    const as = asOf(await signIn());
    later(31 * 60_000);
    expect((await session(as)).status).toBe(401);
    const busy = asOf(await signIn());
    for (let half = 0; half < 24; half++) {
      expect((await session(busy)).status).toBe(200);
      later(30 * 60_000 - 1);
    }
    later(60_000);
    expect((await session(busy)).status).toBe(401);
  });

  it('becomes idle under a page that refreshes itself, and not where somebody is there too', async () => {
    const as = asOf(await signIn());
    const refresh = () => api.send('GET', '/v1/payments', { as, headers: { 'x-user-idle': 'true' } });
    later(29 * 60_000);
    expect((await refresh()).status).toBe(200);
    // Within the two seconds for which the answer to the page is remembered.
    expect((await session(as)).status).toBe(200);
    later(29 * 60_000);
    expect((await refresh()).status).toBe(200);
    later(60_000);
    expect((await refresh()).status).toBe(401);
  });

  it('is asked of the store once in two seconds', async () => {
    const as = asOf(await signIn());
    const before = api.store.people.sessionLookUps;
    await Promise.all([session(as), session(as)].map((one) => one));
    await session(as);
    const asked = api.store.people.sessionLookUps - before;
    expect(asked).toBeLessThanOrEqual(2);
    later(2_001);
    await session(as);
    expect(api.store.people.sessionLookUps - before).toBe(asked + 1);
  });

  it('has the level of this moment, also when another changes it', async () => {
    const as = asOf(await signIn());
    const boss = await api.person('administrator');
    expect((await api.send('GET', '/v1/users', { as })).status).toBe(403);
    await api.send('PATCH', `/v1/users/${olga.id}`, {
      as: boss,
      body: { version: 1, level: 'administrator' },
    });
    expect((await api.send('GET', '/v1/users', { as })).status).toBe(200);
    await api.send('PATCH', `/v1/users/${olga.id}`, { as: boss, body: { version: 2, disabled: true } });
    expect((await api.send('GET', '/v1/users', { as })).status).toBe(401);
  });
});

describe('SWI-2 a password', () => {
  const change = (as: { headers: Person['headers'] }, current: string, to: string) =>
    api.send('PUT', '/v1/session/password', { as, body: { current, new: to } });

  it('is changed by who knows the current one; all sessions end, and a new one goes on', async () => {
    const [as, elsewhere] = [asOf(await signIn()), asOf(await signIn())];
    const reply = await change(as, PASSWORD, NEW);
    expect(reply.status).toBe(204);
    expect((await session(as)).status).toBe(401);
    expect((await session(elsewhere)).status).toBe(401);
    const next = await api.send('GET', '/v1/session', { key: null, headers: { cookie: cookieOf(reply) } });
    expect(next.json).toMatchObject({ user: { id: olga.id }, passwordChangeRequired: false });
    expect((await signIn()).status).toBe(401);
    expect((await signIn({ password: NEW })).status).toBe(200);
  });

  it.each([
    ['too_short', 'eleven char'],
    ['too_long', 'x1'.repeat(129)],
    ['password_common', 'password1234'],
    ['password_common', 'QWERTY123456'],
    ['password_common', 'aaaaaaaaaaaaaaaa'],
    ['password_unchanged', PASSWORD],
  ])('is refused as %s: %s', async (code, to) => {
    const reply = await change(asOf(await signIn()), PASSWORD, to);
    expect(reply.json).toMatchObject({ code: 'validation_failed', errors: [{ path: 'new', code }] });
  });

  it('is not the username', async () => {
    const held = api.store.people.held.get(olga.id)!;
    held.user = { ...held.user, username: 'olga.petrova.nicosia' };
    olga = { ...olga, username: 'olga.petrova.nicosia' };
    const { json } = await change(asOf(await signIn()), PASSWORD, 'Olga.Petrova.Nicosia');
    expect(json.errors).toMatchObject([{ code: 'password_is_username' }]);
  });

  it('can’t be guessed at in a session left open', async () => {
    const as = asOf(await signIn());
    for (let i = 0; i < 5; i++) expect((await change(as, 'wrong', NEW)).json.code).toBe('password_wrong');
    expect((await change(as, PASSWORD, NEW)).json.code).toBe('sign_in_locked');
    later(30_001);
    expect((await change(as, PASSWORD, 'short')).json.code).toBe('validation_failed');
    expect((await change(as, PASSWORD, NEW)).status).toBe(204);
  });

  it('for one sign-in must be changed before anything else', async () => {
    const boss = await api.person('administrator');
    const { json } = await api.send('POST', `/v1/users/${olga.id}/password-reset`, { as: boss });
    const reply = await signIn({ password: json.oneTimePassword });
    expect(reply.json.passwordChangeRequired).toBe(true);
    expect((await api.send('GET', '/v1/payments', { as: asOf(reply) })).json.code).toBe(
      'password_change_required',
    );
    const changed = await change(asOf(reply), String(json.oneTimePassword), NEW);
    const cookie = { cookie: cookieOf(changed) };
    expect((await api.send('GET', '/v1/payments', { key: null, headers: cookie })).status).toBe(200);
  });
});

describe('SWI-2 a second factor', () => {
  const codeAt = (secret: string, at = now): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

  const propose = (as: { headers: Person['headers'] }, password = PASSWORD, idempotencyKey?: string) =>
    api.send('POST', '/v1/session/second-factor', { as, body: { password }, idempotencyKey });
  const confirm = (as: { headers: Person['headers'] }, code: string) =>
    api.send('PUT', '/v1/session/second-factor', { as, body: { code } });
  const change = (as: { headers: Person['headers'] }, current: string) =>
    api.send('PUT', '/v1/session/password', { as, body: { current, new: 'short' } });

  async function added(): Promise<{ as: ReturnType<typeof asOf>; secret: string }> {
    const as = asOf(await signIn());
    const { json } = await propose(as);
    const secret = String(json.secret);
    const reply = await confirm(as, codeAt(secret));
    expect(reply.status).toBe(204);
    later(30_000);
    return { as, secret };
  }

  it('is asked for once it is confirmed, and each code counts once', async () => {
    const { secret } = await added();
    expect((await signIn()).json.code).toBe('second_factor_required');
    expect((await signIn({ code: codeAt(secret) })).status).toBe(200);
    expect((await signIn({ code: codeAt(secret) })).json.code).toBe('sign_in_refused');
    later(30_000);
    expect((await signIn({ code: codeAt(secret) })).json).toMatchObject({ user: { secondFactor: true } });
  });

  it('does not take the code of the confirmation', async () => {
    const { secret } = await added();
    const used = codeAt(secret, new Date(now.getTime() - 30_000));
    expect((await signIn({ code: used })).status).toBe(401);
  });

  it('is told in the form of authenticators, and lies sealed in the store', async () => {
    const as = asOf(await signIn());
    const { json } = await propose(as, PASSWORD, 'once');
    expect(json.otpauthUrl).toBe(
      `otpauth://totp/Tillflow:${olga.username}?issuer=Tillflow&secret=${String(json.secret)}&algorithm=SHA1&digits=6&period=30`,
    );
    const kept = JSON.stringify([...api.store.people.held.values(), ...api.store.kept.values()]);
    expect(kept).not.toContain(String(json.secret));
    const again = await propose(as, PASSWORD, 'once');
    expect([again.headers.get('idempotency-replayed'), again.json]).toEqual(['true', json]);
    const plain = requestHash('post', '/v1/session/second-factor', undefined, { password: PASSWORD });
    expect([...api.store.kept.values()].map((kept) => kept.requestHash)).not.toContain(plain);
  });

  it('is for who knows the password, and a session left open is no place to guess at it', async () => {
    const as = asOf(await signIn());
    for (let i = 0; i < 4; i++) expect((await propose(as, 'wrong')).json.code).toBe('password_wrong');
    const secret = String((await propose(as)).json.secret);
    expect((await confirm(as, codeAt(secret))).status).toBe(204);
    expect((await change(as, 'wrong')).json.code).toBe('password_wrong');
    expect((await change(as, PASSWORD)).json.code).toBe('sign_in_locked');
  });

  it('can’t be guessed either where the password is known and said in between', async () => {
    const { as } = await added();
    const remove = () => api.send('DELETE', '/v1/session/second-factor', { as, body: { code: '000000' } });
    const codes = [];
    for (let i = 0; i < 6; i++) {
      codes.push(
        (await remove()).json.code,
        (await propose(as)).json.code,
        (await change(as, PASSWORD)).json.code,
      );
    }
    expect(codes.filter((code) => code === 'second_factor_wrong')).toHaveLength(5);
    expect(codes.at(-1)).toBe('sign_in_locked');
  });

  it('can’t be guessed by who knows the password, however the tries are mixed', async () => {
    await added();
    const codes = [];
    for (let i = 0; i < 8; i++) {
      codes.push((await signIn()).json.code, (await signIn({ code: '000000' })).json.code);
    }
    expect(codes.filter((code) => code === 'sign_in_refused')).toHaveLength(5);
    expect(codes.at(-1)).toBe('sign_in_locked');
  });

  it('is removed with a code, not without', async () => {
    const { as, secret } = await added();
    const remove = (code: string) => api.send('DELETE', '/v1/session/second-factor', { as, body: { code } });
    expect((await remove('000000')).json.code).toBe('second_factor_wrong');
    expect((await remove(codeAt(secret))).status).toBe(204);
    expect((await signIn()).status).toBe(200);
  });

  it('that is lost is removed by an administrator', async () => {
    await added();
    const boss = await api.person('administrator');
    await api.send('POST', `/v1/users/${olga.id}/second-factor-reset`, { as: boss });
    expect((await signIn()).status).toBe(200);
  });
});
