import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCOPES } from '../../domain/scopes';
import { openApiText, securityOf } from '../http/openapi';
import type { Route } from '../http/route';
import { ROUTES } from './routes';
import { createApp } from '../app';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

const closed = ROUTES.filter((route) => route.permission !== 'public');
const pathOf = (route: Route): string =>
  route.path.replace(':id', 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D').replace(':customerId', 'cus-1');

describe('the registry', () => {
  it('gives every route a permission that exists', () => {
    for (const { permission } of ROUTES)
      expect([...SCOPES, 'any_channel', 'any_user', 'public']).toContain(permission);
  });

  it('keeps public what has no caller yet: callbacks, payers, signing in, health, pages and the codec', () => {
    const open = ROUTES.filter((route) => route.permission === 'public').map((route) => route.path);
    for (const path of open) {
      expect(path).toMatch(
        /^\/(v1\/callbacks\/|v1\/payments\/:id\/return$|v1\/session$|health\/|codec\/|docs|assets\/|console|openapi.json$|$)/,
      );
    }
  });

  it('is all that the app answers to', () => {
    const app = createApp({
      codec: {},
      vault: {},
      limits: { perSecond: 1, failedSignInsPerMinute: 1 },
      store: {},
    } as never);
    const stack = app.router.stack as unknown as { route?: { path: string } }[];
    const served = stack.flatMap(({ route }) => (route ? [route.path] : []));
    expect(new Set(served)).toEqual(new Set(ROUTES.map(({ path }) => path)));
  });

  it('names each operation once', () => {
    const names = ROUTES.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('permissions', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await startApi()));
  afterAll(() => api.close());

  const table = closed.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);

  it.each(table)('%s lets in the scope that it names, and no other', async (_name, route) => {
    for (const scope of SCOPES) {
      const key = api.keyWith([scope]);
      const reply = await api.send(route.method.toUpperCase(), pathOf(route), { key });
      const mayPass = route.permission === 'any_channel' || route.permission === scope;
      expect([scope, reply.json.code === 'scope_missing']).toEqual([scope, !mayPass]);
      expect(reply.status).not.toBe(401);
    }
  });

  it.each(table)('%s wants a key', async (_name, route) => {
    const none = await api.send(route.method.toUpperCase(), pathOf(route), { key: null });
    const wrong = await api.send(route.method.toUpperCase(), pathOf(route), { key: 'no-such-key' });
    const missing = route.permission === 'any_user' ? 'session_required' : 'key_missing';
    expect([none.status, none.json.code]).toEqual([401, missing]);
    expect([wrong.status, wrong.json.code]).toEqual([401, 'key_unknown']);
    expect(none.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
  });

  it.each(table.filter(([, route]) => route.method === 'post'))(
    '%s wants an Idempotency-Key',
    async (_name, route) => {
      const body = BODIES[route.operationId];
      const as = route.permission === 'any_user' ? await api.person('operator') : undefined;
      const reply = await api.send('POST', pathOf(route), { body, as, idempotencyKey: null });
      expect(reply).toMatchObject({ status: 400, json: { code: 'idempotency_key_required' } });
    },
  );
});

const BODIES: Record<string, unknown> = {
  requestRefund: { reason: 'r' },
  rejectRefund: { reason: 'r' },
  resolveRefund: { decision: 'ask_again', note: 'n' },
  createPayment: {
    amount: { value: 1, currency: 'EUR' },
    account: { by: 'account', value: '1' },
    source: { type: 'hosted_page' },
  },
  resolvePayment: { decision: 'ask_again', note: 'asked' },
  registerCard: { token: 'tok_1' },
  createWebhookEndpoint: { url: 'https://shop.example/' },
  proposeSecondFactor: { password: 'p' },
  createUser: { username: 'olga', displayName: 'Olga', level: 'operator' },
};

describe('the OpenAPI document', () => {
  const text = openApiText(ROUTES);
  const document = JSON.parse(text) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; summary: string; security: unknown[] }>>;
  };

  it('is committed as it is: run `npm run openapi` where this fails', () => {
    expect(readFileSync(join(__dirname, '../../docs/openapi.json'), 'utf8')).toBe(text);
  });

  it('describes every route that is not hidden, and says which want a key', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    const shown = ROUTES.filter(({ hidden }) => !hidden);
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      shown.map(({ operationId }) => operationId).sort(),
    );
    for (const operation of operations) {
      const { permission } = ROUTES.find(({ operationId }) => operationId === operation.operationId)!;
      expect(operation.security).toEqual(securityOf(permission));
      expect(operation.summary).not.toBe('');
    }
    expect(document.openapi).toBe('3.1.0');
  });

  it('is served', async () => {
    const api = await startApi();
    const reply = await api.send('GET', '/openapi.json', { key: null });
    expect(reply.text).toBe(text);
    await api.close();
  });

  it('gives examples that the routes take', () => {
    for (const route of ROUTES) {
      for (const { value } of Object.values(route.requestExamples ?? {})) {
        expect(route.request.body!.safeParse(value).error).toBeUndefined();
      }
      for (const { schema, examples } of Object.values(route.responses)) {
        for (const { value } of Object.values(examples ?? {}))
          expect(schema!.safeParse(value).error).toBeUndefined();
      }
    }
  });
});
