import { Passwords } from '../people/passwords';
import { Problem } from '../http/problems';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Person } from '../testing/people';

let api: TestApi;
let boss: Person;
beforeEach(async () => {
  api = await startApi();
  boss = await api.person('administrator');
});
afterEach(() => api.close());

const OLGA = { username: 'olga', displayName: 'Olga', level: 'operator' };
const add = (body: object = OLGA, idempotencyKey?: string) =>
  api.send('POST', '/v1/users', { as: boss, body, idempotencyKey });
const patch = (id: string, body: object) => api.send('PATCH', `/v1/users/${id}`, { as: boss, body });

describe('SWI-2 an administrator', () => {
  it('adds a user, who signs in with the password that is shown once', async () => {
    const { status, json, headers } = await add({
      ...OLGA,
      username: 'Olga',
      permissions: ['payments:batch'],
    });
    const { id } = json.user as { id: string };
    expect([status, headers.get('location')]).toEqual([201, `/v1/users/${id}`]);
    expect(json.user).toMatchObject({ username: 'olga', permissions: ['payments:batch'], version: 1 });
    expect(json.oneTimePassword).toMatch(/^([a-hjkmnp-tv-z0-9]{5}-){3}[a-hjkmnp-tv-z0-9]{5}$/);
    const signedIn = await api.send('POST', '/v1/session', {
      key: null,
      body: { username: 'olga', password: json.oneTimePassword },
    });
    expect(signedIn.json).toMatchObject({ passwordChangeRequired: true });
    const list = await api.send('GET', '/v1/users', { as: boss });
    expect(list.text).not.toContain(String(json.oneTimePassword));
  });

  it('gets the same answer to the same request, which lies sealed meanwhile', async () => {
    const first = await add(OLGA, 'once');
    const again = await add(OLGA, 'once');
    expect([again.headers.get('idempotency-replayed'), again.json]).toEqual(['true', first.json]);
    expect(JSON.stringify([...api.store.kept.values()])).not.toContain(String(first.json.oneTimePassword));
    expect(api.logged()).not.toContain(String(first.json.oneTimePassword));
  });

  it('whose request was one too many is not told so for ever', async () => {
    const passwords = new Passwords({ memoryCost: 8, timeCost: 1, parallelism: 1 });
    jest.spyOn(passwords, 'hash').mockRejectedValueOnce(new Problem('rate_limited'));
    await api.close();
    api = await startApi({ passwords });
    boss = await api.person('administrator');
    expect((await add(OLGA, 'once')).json.code).toBe('rate_limited');
    expect(await add(OLGA, 'once')).toMatchObject({ status: 201, json: { user: { username: 'olga' } } });
  });

  it.each([
    ['username', { username: 'o' }],
    ['username', { username: 'olga petrova' }],
    ['username', { username: 'олга' }],
    ['displayName', { displayName: '' }],
    ['displayName', { displayName: 'Olga\u202e' }],
    ['level', { level: 'owner' }],
    ['permissions.0', { permissions: ['users:write'] }],
    ['language', { language: 'de' }],
    ['password', { password: 'chosen by the administrator' }],
  ])('can’t give a user a wrong %s', async (path, wrong) => {
    const { json } = await add({ ...OLGA, ...wrong });
    expect(json).toMatchObject({ code: 'validation_failed', errors: [{ path }] });
  });

  it('changes a user, and every change is somebody’s', async () => {
    const { id } = (await add()).json.user as { id: string };
    const { json } = await patch(id, { version: 1, level: 'manager', permissions: ['audit:export'] });
    expect(json).toMatchObject({ level: 'manager', permissions: ['audit:export'], version: 2 });
    expect((await patch(id, { version: 1, level: 'operator' })).json.code).toBe('user_changed_meanwhile');
    const changes = api.store.people.log.filter(({ userId }) => userId === id);
    expect(changes.map(({ type, actor }) => [type, actor!.id])).toEqual([
      ['created', boss.id],
      ['changed', boss.id],
    ]);
  });

  it.each([{ level: 'operator' }, { permissions: ['payments:batch'] }, { disabled: true }])(
    'does not change their own access: %j',
    async (changes) => {
      await api.person('administrator');
      const { status, json } = await patch(boss.id, { version: 1, ...changes });
      expect([status, json.code]).toEqual([403, 'user_own_access']);
    },
  );

  it('does not reset what they themselves sign in with', async () => {
    for (const command of ['password-reset', 'second-factor-reset']) {
      const { json } = await api.send('POST', `/v1/users/${boss.id}/${command}`, { as: boss });
      expect(json.code).toBe('user_own_access');
    }
    expect((await patch(boss.id, { version: 1, displayName: 'The boss' })).status).toBe(200);
  });

  it('signs a user out everywhere, at once', async () => {
    const omar = await api.person('operator');
    expect((await api.send('GET', '/v1/session', { as: omar })).status).toBe(200);
    const out = () => api.send('POST', `/v1/users/${omar.id}/sign-out`, { as: boss, idempotencyKey: 'once' });
    expect((await out()).status).toBe(204);
    expect((await api.send('GET', '/v1/session', { as: omar })).status).toBe(401);
    const again = await out();
    expect([again.status, again.text]).toEqual([204, '']);
  });

  it('is told where there is no such user', async () => {
    for (const command of ['password-reset', 'second-factor-reset', 'sign-out']) {
      const { json } = await api.send('POST', `/v1/users/usr_none/${command}`, { as: boss });
      expect(json.code).toBe('user_not_found');
    }
    expect((await patch('usr_none', { version: 1 })).json.code).toBe('user_not_found');
  });
});
