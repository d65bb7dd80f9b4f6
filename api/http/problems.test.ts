import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandRefused, EngineUnavailable } from '../../client/interfaces';
import { MOST_ENDPOINTS, MOST_SECRETS } from '../../domain/webhooks';
import { StoreUnavailable } from '../../store/interfaces/failures';
import { problemAnswer, problemOf } from './problem-rendering';
import { FIELD_CODES, Problem, PROBLEM_CODES, PROBLEMS } from './problems';
import type { ProblemCode } from './problems';
import { cardPayment, HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';
import type { Person } from '../testing/people';
import { succeededPayment } from '../testing/refunds';
import { Passwords } from '../people/passwords';
import { tokenHashOf } from '../people/session-cookie';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const create = (body: unknown, idempotencyKey?: string) =>
  api.send('POST', '/v1/payments', { body, idempotencyKey });
const raw = (text: string, headers: Record<string, string> = {}) =>
  api.send('POST', '/v1/payments', {
    raw: text,
    headers: { 'content-type': 'application/json', ...headers },
  });
const command = async (name: string, prepare: (id: string) => void = () => undefined, body?: unknown) => {
  const { json } = await create(HOSTED);
  prepare(String(json.id));
  return api.send('POST', `/v1/payments/${String(json.id)}/${name}`, { body });
};

const PASSWORD = 'a password of some length';
const TOKEN = 't'.repeat(43);
const signIn = (username: string, password: string) =>
  api.send('POST', '/v1/session', { key: null, body: { username, password } });
const addUser = () =>
  api.send('POST', '/v1/users', { body: { username: 'olga', displayName: 'Olga', level: 'operator' } });
const newUser = async () => (await addUser()).json.user as unknown as { id: string };

/** Olga, who signs in with `PASSWORD`. */
async function withPassword(): Promise<Person> {
  const as = await api.person('operator');
  const held = api.store.people.held.get(as.id)!;
  held.user = { ...held.user, username: 'olga' };
  held.passwordHash = await new Passwords({ memoryCost: 8, timeCost: 1, parallelism: 1 }).hash(PASSWORD);
  return as;
}

async function withSecondFactor(): Promise<Person> {
  const as = await withPassword();
  api.store.people.held.get(as.id)!.secondFactor = { secret: 'sealed' };
  return as;
}

const hook = (changes: object = {}) =>
  api.send('POST', '/v1/webhook-endpoints', { body: { url: 'https://shop.example/', ...changes } });

async function askForRefund(amount?: object, as?: Person): Promise<Reply> {
  const path = `/v1/payments/${await succeededPayment(api)}/refunds`;
  return api.send('POST', path, { as, body: { reason: 'r', amount } });
}

function decide({ json }: Reply, name: string, as: Person, body: object = {}): Promise<Reply> {
  return api.send('POST', `/v1/refunds/${String(json.id)}/${name}`, { as, body });
}

/** How each code comes about. A new code does not compile until it stands here. */
const CAUSES: Record<ProblemCode, () => Promise<Reply>> = {
  malformed_json: () => raw('{"amount": 4242424242424242'),
  malformed_request: () => api.send('GET', '/v1/payments/%E0%A4%A'),
  payment_not_refundable: () => command('refunds', undefined, { reason: 'r' }),
  refund_exceeds_capture: async () => askForRefund({ value: 1051, currency: 'EUR' }),
  refund_not_found: () => api.send('GET', '/v1/refunds/rfd_none'),
  refund_own_request: async () => {
    const as = await api.person('manager');
    return decide(await askForRefund(undefined, as), 'approval', as);
  },
  refund_not_yours: async () => decide(await askForRefund(), 'cancellation', await api.person('operator')),
  refund_not_pending: async () => {
    const asked = await askForRefund();
    const as = await api.person('manager');
    await decide(asked, 'approval', as);
    return decide(asked, 'approval', as);
  },
  refund_not_in_attention: async () =>
    decide(await askForRefund(), 'resolution', await api.person('manager'), {
      decision: 'ask_again',
      note: 'called the bank',
    }),
  line_up: async () => {
    const as = await api.person('operator', ['payments:batch']);
    return api.send('POST', '/v1/vault-tickets', { as });
  },
  vault_token_used: async () => {
    const as = await api.person('operator', ['payments:batch']);
    api.store.lines = [{ acquirer: 'sandbox', status: 'down', since: '2026-01-31T10:00:00.000Z' }];
    const source = { type: 'vaulted_card', token: `vlt_${'a'.repeat(32)}`, brand: 'visa', last4: '4444' };
    const keyedIn = { ...HOSTED, source, batch: true };
    await api.send('POST', '/v1/payments', { as, body: keyedIn });
    return api.send('POST', '/v1/payments', { as, body: keyedIn });
  },
  person_required: () => api.send('POST', '/v1/vault-tickets'),
  line_down: () => {
    api.store.lines = [{ acquirer: 'sandbox', status: 'down', since: '2026-01-31T10:00:00.000Z' }];
    return create(HOSTED);
  },
  validation_failed: () => create({ ...HOSTED, amount: { value: 10.5, currency: 'EUR' } }),
  card_number_not_allowed: () => create({ ...HOSTED, reference: '4242424242424242' }),
  invalid_cursor: () => api.send('GET', '/v1/payments?cursor=made-up'),
  idempotency_key_required: () => api.send('POST', '/v1/payments', { body: HOSTED, idempotencyKey: null }),
  callback_not_genuine: () => api.send('POST', '/v1/callbacks/acquirers/sandbox', { raw: '{}', key: null }),
  key_missing: () => api.send('GET', '/v1/channel', { key: null }),
  key_unknown: () => api.send('GET', '/v1/channel', { key: 'no-such-key' }),
  session_required: () => api.send('GET', '/v1/session', { key: null }),
  sign_in_refused: () => signIn('nobody', 'wrong'),
  second_factor_required: async () => {
    await withSecondFactor();
    return signIn('olga', PASSWORD);
  },
  csrf_token_missing: async () => {
    const { headers } = await api.person('administrator');
    return api.send('DELETE', '/v1/session', { key: null, headers: { cookie: headers.cookie } });
  },
  origin_not_allowed: async () => {
    const as = await api.person('administrator');
    return api.send('DELETE', '/v1/session', { as, headers: { origin: 'https://elsewhere.example' } });
  },
  password_change_required: async () => {
    const { id } = await newUser();
    const hash = api.store.people.held.get(id)!.passwordHash;
    const session = { userId: id, passwordHash: hash, tokenHash: tokenHashOf(TOKEN), lifetimeMs: 60_000 };
    await api.store.people.asSessionStore().start(session);
    return api.send('GET', '/v1/payments', {
      key: null,
      headers: { cookie: `tillflow_session=${TOKEN}` },
    });
  },
  user_own_access: async () => {
    const as = await api.person('administrator');
    return api.send('PATCH', `/v1/users/${as.id}`, { as, body: { version: 1, disabled: true } });
  },
  webhook_endpoint_not_found: () => api.send('GET', '/v1/webhook-endpoints/whe_none'),
  webhook_delivery_not_found: () => api.send('GET', '/v1/webhook-deliveries/whd_none'),
  webhook_url_not_allowed: () => hook({ url: 'https://inside.example/' }),
  webhook_endpoint_limit: async () => {
    for (let made = 0; made < MOST_ENDPOINTS; made++) await hook();
    return hook();
  },
  webhook_secret_limit: async () => {
    const { id } = (await hook()).json.endpoint as { id: string };
    const rotate = () => api.send('POST', `/v1/webhook-endpoints/${id}/secret-rotation`);
    for (let made = 1; made < MOST_SECRETS; made++) await rotate();
    return rotate();
  },
  webhook_endpoint_disabled: async () => {
    const { id } = (await hook()).json.endpoint as { id: string };
    await api.send('PATCH', `/v1/webhook-endpoints/${id}`, { body: { enabled: false } });
    return api.send('POST', `/v1/webhook-endpoints/${id}/test`);
  },
  user_not_found: () => api.send('GET', '/v1/users/usr_none'),
  username_taken: async () => {
    await newUser();
    return addUser();
  },
  user_changed_meanwhile: async () => {
    const { id } = await newUser();
    return api.send('PATCH', `/v1/users/${id}`, { body: { version: 7, level: 'manager' } });
  },
  last_administrator: async () => {
    const { id } = await api.person('administrator');
    return api.send('PATCH', `/v1/users/${id}`, { body: { version: 1, level: 'manager' } });
  },
  second_factor_present: async () => {
    const as = await withSecondFactor();
    return api.send('POST', '/v1/session/second-factor', { as, body: { password: PASSWORD } });
  },
  second_factor_absent: async () => {
    const as = await api.person('operator');
    return api.send('DELETE', '/v1/session/second-factor', { as, body: { code: '123456' } });
  },
  password_wrong: async () => {
    const as = await withPassword();
    const body = { current: 'not it', new: 'a quite new password' };
    return api.send('PUT', '/v1/session/password', { as, body });
  },
  second_factor_wrong: async () => {
    const as = await withPassword();
    await api.send('POST', '/v1/session/second-factor', { as, body: { password: PASSWORD } });
    return api.send('PUT', '/v1/session/second-factor', { as, body: { code: '000000' } });
  },
  sign_in_locked: async () => {
    for (let i = 0; i < 5; i++) await signIn('olga', 'wrong');
    return signIn('olga', 'wrong');
  },
  account_not_found: async () => {
    await api.close();
    api = await startApi({ lookUpAccount: async () => ({ kind: 'not_found' }) });
    return api.send('GET', '/v1/accounts?by=account&value=17');
  },
  biller_unanswered: () => api.send('GET', '/v1/accounts?by=account&value=17'),
  scope_missing: () => api.send('GET', '/v1/payments', { key: api.keyWith(['cards:read']) }),
  route_not_found: () => api.send('GET', '/v1/payment'),
  payment_not_found: () => api.send('GET', '/v1/payments/pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D'),
  method_not_allowed: () => api.send('DELETE', '/v1/payments'),
  payment_not_cancellable: () =>
    command('cancel', (id) => void api.store.happen(id, { type: 'page_expired' })),
  payment_not_in_attention: () => command('resolve', undefined, { decision: 'ask_again', note: 'asked' }),
  payment_not_running: () => {
    const ended = (): void => void (api.client.fails = new CommandRefused('not_running'));
    return command('resolve', ended, { decision: 'ask_again', note: 'asked' });
  },
  settings_changed_meanwhile: () => api.send('PATCH', '/v1/settings', { body: { version: 7, changes: {} } }),
  request_in_progress: async () => {
    const body = await cardPayment(api);
    api.client.script = 'slow';
    await create(body, 'same');
    return create(body, 'same');
  },
  body_too_large: () => raw(JSON.stringify({ reference: 'x'.repeat(70_000) })),
  content_type_not_supported: () => raw(JSON.stringify(HOSTED), { 'content-type': 'text/plain' }),
  idempotency_key_reused: async () => {
    await create(HOSTED, 'same');
    return create({ ...HOSTED, reference: 'other' }, 'same');
  },
  amount_out_of_limits: () => {
    api.store.settings.set({ limits: { payment: [{ currency: 'EUR', max: 1049 }] } });
    return create(HOSTED);
  },
  card_not_found: () => create({ ...HOSTED, source: { type: 'card', cardId: 'card_none' } }),
  card_declined: () => {
    api.client.cardResult = { kind: 'declined', code: 'card_unknown' };
    return api.send('POST', '/v1/customers/cus-1/cards', { body: { token: 'tok_x' } });
  },
  rate_limited: async () => {
    await api.close();
    api = await startApi({ limits: { perSecond: 1, failedSignInsPerMinute: 10 } });
    const replies = await Promise.all([1, 2, 3].map(() => api.send('GET', '/v1/channel')));
    return replies.find(({ status }) => status === 429)!;
  },
  internal_error: async () => {
    api.store.fails = new Error('duplicate key 4242424242424242');
    const reply = await api.send('GET', '/v1/payments');
    expect(api.logged()).toContain('duplicate key [removed]');
    return reply;
  },
  acquirer_unanswered: () => {
    api.client.cardResult = { kind: 'unknown' };
    return api.send('POST', '/v1/customers/cus-1/cards', { body: { token: 'tok_x' } });
  },
  stream_full: () => {
    api.live.close();
    return api.send('GET', '/v1/stream');
  },
  store_unavailable: () => {
    api.store.fails = new StoreUnavailable();
    return api.send('GET', '/v1/payments');
  },
  engine_unavailable: () => command('cancel', () => (api.client.fails = new EngineUnavailable())),
};

it.each(Object.entries(CAUSES))(
  '%s comes about, and says so without repeating what was sent',
  async (code, cause) => {
    const reply = await cause();
    const { status, title } = PROBLEMS[code as ProblemCode];
    expect(reply.json).toMatchObject({ code, status, title, requestId: expect.stringMatching(/^req_/) });
    expect(reply.status).toBe(status);
    expect(reply.text).not.toMatch(/4242|node_modules|at .*\.ts/);
    if (status === 503 || status === 429) expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  },
);

it('has no code without a cause', () => {
  expect(Object.keys(CAUSES).sort()).toEqual([...PROBLEM_CODES].sort());
});

it('names the methods that are allowed', async () => {
  const on = async (path: string) => (await api.send('DELETE', path)).headers.get('allow');
  expect(await on('/v1/payments')).toBe('POST, GET, HEAD');
  expect(await on('/v1/payments/pay_1/cancel')).toBe('POST');
});

it('says what is left of the quota', async () => {
  const { headers } = await api.send('GET', '/v1/channel');
  expect(headers.get('ratelimit')).toMatch(/^limit=100000, remaining=\d+, reset=\d+$/);
});

it('takes an unknown error for our own fault', () => {
  const log = { error: jest.fn() };
  for (const thrown of [undefined, null, 'text', new TypeError('x'), { status: 302 }]) {
    expect(problemOf(thrown, log as never, 'req_1').code).toBe('internal_error');
  }
  expect(log.error).toHaveBeenCalledTimes(5);
  expect(problemAnswer(new Problem('internal_error'), '', 'req_1')).not.toHaveProperty('json.detail.stack');
});

it('is in docs/api.md with every code, status and title', () => {
  const guide = readFileSync(join(__dirname, '../../docs/api.md'), 'utf8');
  const rows = [...guide.matchAll(/^\| `(\w+)` +\| (\d{3}) +\| (.+?) +\|$/gm)].map(
    ([, code, status, title]) => [code, Number(status), title],
  );
  expect(rows).toEqual(PROBLEM_CODES.map((code) => [code, PROBLEMS[code].status, PROBLEMS[code].title]));
  for (const code of FIELD_CODES) expect(guide).toContain(`\`${code}\``);
});
