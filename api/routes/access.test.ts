import { GRANTED_PERMISSIONS, LEVELS, scopesOf } from '../../domain/levels';
import type { GrantedPermission, Level } from '../../domain/levels';
import type { Route } from '../http/route';
import { ROUTES } from './routes';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

/** Generated from the routes and the levels: a new route is covered by being there. */
const closed = ROUTES.filter(({ permission }) => permission !== 'public');
const rows = closed.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);
const unsafe = rows.filter(([, { method }]) => method !== 'get');
/** Every subset of what may be granted: none of them lets in where another is asked for. */
const GRANTS = GRANTED_PERMISSIONS.reduce<readonly (readonly GrantedPermission[])[]>(
  (subsets, permission) => subsets.flatMap((subset) => [subset, [...subset, permission]]),
  [[]],
);

let api: TestApi;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.close());

const method = (route: Route): string => route.method.toUpperCase();
const pathOf = (route: Route): string => route.path.replace(/:(\w+)/g, (_all, name) => `some-${name}`);

function mayPass({ permission }: Route, level: Level, granted: readonly GrantedPermission[]): boolean {
  if (permission === 'any_user') return true;
  if (permission === 'any_channel' || permission === 'public') return false;
  // What is granted opens what it names, and nothing else.
  return scopesOf(level).includes(permission) || granted.some((one) => one === permission);
}

describe('SWI-2 what each level may do', () => {
  it.each(rows)('%s lets in those whose level or grant says so, and nobody else', async (_name, route) => {
    for (const level of LEVELS) {
      for (const granted of GRANTS) {
        const as = await api.person(level, [...granted]);
        const { status, json } = await api.send(method(route), pathOf(route), { as });
        const who = `${level} ${granted.join(' ')}`;
        expect([who, json.code === 'scope_missing']).toEqual([who, !mayPass(route, level, granted)]);
        expect([401, 500]).not.toContain(status);
      }
    }
  });

  it.each(rows)('%s wants a session that has not ended', async (_name, route) => {
    const as = await api.person('administrator', [...GRANTED_PERMISSIONS]);
    await api.store.people.asSessionStore().endAll(as.id, { kind: 'system', id: 'test' });
    expect((await api.send(method(route), pathOf(route), { as })).json.code).toBe('session_required');
    const none = await api.send(method(route), pathOf(route), { key: null });
    expect(none.status).toBe(401);
  });

  it.each(rows)(
    '%s waits until a one-time password is changed, unless it serves to change it',
    async (_name, route) => {
      const as = await api.person('administrator', [...GRANTED_PERMISSIONS]);
      const held = api.store.people.held.get(as.id)!;
      held.user = { ...held.user, passwordChangeRequired: true };
      const { json } = await api.send(method(route), pathOf(route), { as });
      const open = ['getSession', 'signOut', 'changePassword'].includes(route.operationId);
      expect(json.code === 'password_change_required').toBe(!open);
    },
  );
});

describe('SWI-2 a cookie is no proof that our own page asks', () => {
  it.each(unsafe)('%s does nothing without the CSRF token', async (_name, route) => {
    const { headers } = await api.person('administrator', [...GRANTED_PERMISSIONS]);
    const other = await api.person('administrator');
    const tokens = [undefined, '', 'made-up', other.headers['x-csrf-token']];
    for (const token of tokens) {
      const sent = { cookie: headers.cookie, ...(token !== undefined && { 'x-csrf-token': token }) };
      const { status, json } = await api.send(method(route), pathOf(route), {
        as: { headers: sent as never },
      });
      expect([status, json.code]).toEqual([403, 'csrf_token_missing']);
    }
  });

  it.each(unsafe)('%s does nothing for a page of somebody else', async (_name, route) => {
    const as = await api.person('administrator', [...GRANTED_PERMISSIONS]);
    for (const origin of ['https://elsewhere.example', 'null', 'https://pay.example.elsewhere.example']) {
      const { status, json } = await api.send(method(route), pathOf(route), { as, headers: { origin } });
      expect([status, json.code]).toEqual([403, 'origin_not_allowed']);
    }
  });

  it('is taken from our public address, and from the name of ours that the browser used', async () => {
    for (const origin of ['https://pay.example', api.url]) {
      const as = await api.person('operator');
      expect((await api.send('DELETE', '/v1/session', { as, headers: { origin } })).status).toBe(204);
    }
  });

  it('does not count where there is a key: that one is asked', async () => {
    const as = await api.person('administrator');
    const headers = { ...as.headers, authorization: `Bearer ${api.keyWith(['payments:read'])}` };
    expect((await api.send('GET', '/v1/payments', { key: null, headers })).status).toBe(200);
    expect((await api.send('GET', '/v1/users', { key: null, headers })).json.code).toBe('scope_missing');
  });
});
