import { type SilentServer, startSilentServer } from '../testing/silent-server';
import { JsonHttp } from './json-http';

/** As many as the pool has connections. */
const ALL = 128;

describe('a call that waits for a connection', () => {
  let server: SilentServer;
  let http: JsonHttp;
  beforeEach(async () => {
    server = await startSilentServer();
  });
  afterEach(async () => {
    await http.close();
    await server.close();
  });

  const busy = async (timeoutMs: number) => {
    http = new JsonHttp({ url: server.url, secret: 's', timeoutMs });
    const calls = Array.from({ length: ALL }, () =>
      http.exchange({ method: 'POST', path: '/busy', body: {} }),
    );
    await server.has(ALL);
    return calls;
  };
  const queued = (signal?: AbortSignal) =>
    http.exchange({ method: 'POST', path: '/queued', body: {}, signal });
  const timeout = { kind: 'unknown', reason: 'timeout' };

  test('is given up at once, and is never sent', async () => {
    const calls = await busy(20_000);
    const givingUp = new AbortController();
    const call = queued(givingUp.signal);
    givingUp.abort();
    expect(await call).toEqual(timeout);
    server.speak('{}');
    for (const answer of await Promise.all(calls)) expect(answer).toMatchObject({ kind: 'answer' });
    // Whatever still waited would go before this one.
    expect(await http.exchange({ method: 'GET', path: '/last' })).toMatchObject({ kind: 'answer' });
    expect(server.arrived).not.toContain('POST /queued');
    expect(server.arrived).toContain('GET /last');
  });

  test('ends in time by itself', async () => {
    const calls = await busy(400);
    expect(await queued()).toEqual(timeout);
    expect((await Promise.all(calls)).map(({ kind }) => kind)).toEqual(calls.map(() => 'unknown'));
  });

  test('is not sent where its caller had given up before', async () => {
    http = new JsonHttp({ url: server.url, secret: 's', timeoutMs: 1000 });
    server.speak('{}');
    expect(await queued(AbortSignal.abort())).toEqual(timeout);
    expect(await http.exchange({ method: 'GET', path: '/last' })).toMatchObject({ kind: 'answer' });
    expect(server.arrived).toEqual(['GET /last']);
  });
});
