import { startServer } from '../server';
import { newToken } from '../people/session-cookie';
import { ALL, HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

let api: TestApi;
let now = new Date();
const start = async (perSecond = 1_000, failedSignInsPerMinute = 1_000): Promise<void> => {
  api = await startApi({ now: () => now, limits: { perSecond, failedSignInsPerMinute } });
};
beforeEach(() => (now = new Date()));
afterEach(() => api.close());

const whoAmI = (key: string | null = ALL, headers?: Record<string, string>) =>
  api.send('GET', '/v1/channel', { key, headers });

describe('sign-in', () => {
  it('asks the store for a key once in half a minute', async () => {
    await start();
    for (let i = 0; i < 3; i++) await whoAmI();
    expect(api.store.keyLookUps).toBe(1);
    api.store.granted.clear();
    now = new Date(now.getTime() + 29_000);
    expect((await whoAmI()).status).toBe(200);
    now = new Date(now.getTime() + 2_000);
    expect((await whoAmI()).status).toBe(401);
  });

  it('remembers an unknown key only for a moment', async () => {
    await start();
    await whoAmI('unknown-key');
    await whoAmI('unknown-key');
    expect(api.store.keyLookUps).toBe(1);
    now = new Date(now.getTime() + 2_500);
    await whoAmI('unknown-key');
    expect(api.store.keyLookUps).toBe(2);
  });

  it.each(['', 'Basic abc', 'Bearer', `Bearer a b`, `Bearer ${'x'.repeat(300)}`, ALL])(
    'takes "%s" for no key',
    async (authorization) => {
      await start();
      expect((await whoAmI(null, { authorization })).json.code).toBe('key_missing');
    },
  );

  it('stops asking the store for one who guesses, and still lets in who knows', async () => {
    await start(1_000, 3);
    await whoAmI();
    for (let i = 0; i < 3; i++) expect((await whoAmI(`guess-${i}-xxxx`)).status).toBe(401);
    const lookUps = api.store.keyLookUps;
    const blocked = await whoAmI('guess-again-xx');
    expect(blocked.json.code).toBe('rate_limited');
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(api.store.keyLookUps).toBe(lookUps);
    expect((await whoAmI()).status).toBe(200);
    // Long after it was last looked up, a key that was good is looked up again all the same.
    now = new Date(now.getTime() + 31_000);
    expect((await whoAmI()).status).toBe(200);
  });
});

describe('sessions that nobody has', () => {
  const withCookie = (token: string) =>
    api.send('GET', '/v1/session', { key: null, headers: { cookie: `tillflow_session=${token}` } });

  it('are limited for an address, and keep nobody out who signs in or is signed in', async () => {
    await start(1_000, 3);
    const signedIn = await api.person('operator');
    const get = (as: typeof signedIn) => api.send('GET', '/v1/session', { as });
    expect((await get(signedIn)).status).toBe(200);
    for (let i = 0; i < 3; i++) expect((await withCookie(newToken())).status).toBe(401);
    const lookUps = api.store.people.sessionLookUps;
    const blocked = await withCookie(newToken());
    expect([blocked.status, blocked.json.code]).toEqual([429, 'rate_limited']);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(api.store.people.sessionLookUps).toBe(lookUps);
    now = new Date(now.getTime() + 5_000);
    expect((await get(signedIn)).status).toBe(200);
    const body = { username: 'nobody', password: 'wrong' };
    expect((await api.send('POST', '/v1/session', { key: null, body })).json.code).toBe('sign_in_refused');
  });

  it('count once however often a page left open sends one', async () => {
    await start(1_000, 2);
    const [stale, lookUps] = [newToken(), api.store.people.sessionLookUps];
    for (let i = 0; i < 10; i++) expect((await withCookie(stale)).status).toBe(401);
    expect(api.store.people.sessionLookUps - lookUps).toBe(1);
    expect((await withCookie(newToken())).status).toBe(401);
  });
});

describe('the rate limit', () => {
  it('is each channel’s own', async () => {
    await start(5);
    const other = api.keyWith([]);
    const replies = await Promise.all(Array.from({ length: 12 }, () => whoAmI()));
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.headers.get('ratelimit')).toMatch(/limit=5, remaining=0/);
    expect((await whoAmI(other)).status).toBe(200);
  });
});

describe('the log', () => {
  it('has a line for each request: who, which route, how it ended; and nothing that was sent', async () => {
    await start();
    const { headers } = await api.send('POST', '/v1/payments', { body: { ...HOSTED, reference: 'REF-77' } });
    await api.send('GET', '/v1/payments?account=%2B35799000001');
    await api.send('GET', '/nowhere/REF-78');
    const lines = api
      .logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({
      requestId: headers.get('x-request-id'),
      caller: 'demo',
      method: 'POST',
      route: '/v1/payments',
      status: 201,
      ms: expect.any(Number),
    });
    expect(lines).toHaveLength(3);
    expect(api.logged()).not.toMatch(new RegExp(`REF-|35799000001|${ALL}`));
  });
});

describe('the server', () => {
  it('names the setting where the port is taken', async () => {
    await start();
    const { port } = new URL(api.url);
    const second = startServer(() => undefined, { host: '127.0.0.1', port: Number(port) });
    await expect(second).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken: set API_PORT`);
  });

  it('lets a request under way end when it closes, and takes no other', async () => {
    await start();
    let begun = (): void => undefined;
    let end = (): void => undefined;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const server = await startServer(
      (_request, response) => {
        end = () => response.end('whole');
        begun();
      },
      { host: '127.0.0.1', port: 0 },
    );
    const underWay = fetch(server.url).then((response) => response.text());
    await hasBegun;
    const closed = server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    end();
    expect(await underWay).toBe('whole');
    await closed;
  });
});
