import { type Sandbox, startSandbox } from './sandbox';
import { TestClient } from './test-client';

let sandbox: Sandbox;
let client: TestClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = new TestClient(sandbox);
});
afterAll(() => sandbox.close());
afterEach(() => client.control('POST', '/reset'));

test('health and the human page', async () => {
  expect((await client.call('GET', '/health')).body).toEqual({ status: 'ok' });
  await client.control('POST', '/accounts', {
    msisdn: '+35722000001',
    accountId: 'X-1',
    currency: 'EUR',
    name: '<b>',
  });
  const { status, body, headers } = await client.call('GET', '/');
  expect(status).toBe(200);
  expect(body).toContain('4242424242424242');
  expect(body).toContain('+35799000001');
  expect(body).not.toContain('<b>');
  expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
});

test('a fault is shown as it was taken', async () => {
  const { status, body } = await client.control('POST', '/faults', { target: 'biller', kind: 'dropAfter' });
  expect(status).toBe(201);
  const fault = { id: expect.stringMatching(/^flt_/), target: 'biller', operation: '*', kind: 'dropAfter' };
  expect(body).toEqual({ ...fault, times: 1, hits: 0 });
  expect((await client.control('GET', '/faults')).body).toEqual({ faults: [body] });
  expect((await client.control('DELETE', '/faults/flt_none')).status).toBe(404);
});

test.each([
  ['target', { target: 'bank', kind: 'error' }],
  ['operation', { target: 'biller', kind: 'error', operation: 'registration' }],
  ['kind', { target: 'biller', kind: 'explode' }],
  ['ms', { target: 'biller', kind: 'delay' }],
  ['ms', { target: 'acquirer', kind: 'lateCallback' }],
  ['times', { target: 'biller', kind: 'error', times: 0 }],
  ['operation', { target: 'biller', kind: 'outage', operation: 'registrations' }],
  ['match', { target: 'biller', kind: 'error', match: 'a' }],
])('a fault with a bad %s is refused', async (field, fault) => {
  expect(await client.control('POST', '/faults', fault)).toMatchObject({
    status: 400,
    body: { error: { code: 'malformed_request', field } },
  });
});

test('an unknown property of a fault is refused, so that no typo goes unnoticed', async () => {
  const { status } = await client.control('POST', '/faults', { target: 'biller', kind: 'error', time: 3 });
  expect(status).toBe(400);
});

test('settings are changed one by one', async () => {
  const defaults = { acquirer: { idempotent: true, absentLagMs: 0 }, biller: { idempotent: true } };
  expect((await client.control('GET', '/settings')).body).toEqual(defaults);
  const changed = await client.control('PATCH', '/settings', { biller: { idempotent: false } });
  expect(changed.body).toEqual({ ...defaults, biller: { idempotent: false } });
  expect((await client.control('PATCH', '/settings', { biller: { idempotent: 'no' } })).status).toBe(400);
  await client.control('POST', '/reset');
  expect((await client.control('GET', '/settings')).body).toEqual(defaults);
});

test('accounts can be added and closed', async () => {
  const account = { msisdn: '+35722000001', accountId: 'X-1', currency: 'EUR', balance: -100 };
  expect((await client.control('POST', '/accounts', account)).body).toMatchObject({
    ...account,
    status: 'active',
  });
  expect((await client.register('a', 10, '+35722000001')).body.status).toBe('registered');
  await client.control('POST', '/accounts', { ...account, status: 'closed' });
  expect((await client.register('b', 10, '+35722000001')).body.refusalCode).toBe('account_closed');
  expect((await client.control('GET', '/accounts')).body.accounts).toHaveLength(14);
  expect((await client.control('POST', '/accounts', { ...account, msisdn: '22' })).status).toBe(400);
});

test('operations are listed in order, by target and reference', async () => {
  await client.authorise('pay_1:authorise');
  await client.register('pay_1:credit');
  await client.capture('pay_1:authorise', 'pay_1:capture');
  const list = async (query: string) => (await client.control('GET', `/operations?${query}`)).body.operations;
  expect((await list('')).map(({ kind }: { kind: string }) => kind)).toEqual([
    'authorisation',
    'registration',
    'capture',
  ]);
  expect(await list('target=biller')).toHaveLength(1);
  expect(await list('target=acquirer&reference=pay_1')).toHaveLength(2);
  expect(await list('reference=pay_2')).toEqual([]);
  expect((await client.control('GET', '/operations?target=bank')).status).toBe(400);
});

test('a reset forgets everything', async () => {
  await client.authorise('a');
  await client.register('r');
  await client.openSession('s');
  await client.fault({ target: 'biller', kind: 'error' });
  await client.control('POST', '/reset');
  expect((await client.acquirer('GET', '/v1/operations/a')).status).toBe(404);
  expect((await client.biller('GET', '/v1/operations/r')).status).toBe(404);
  expect((await client.acquirer('GET', '/v1/sessions/s')).status).toBe(404);
  expect((await client.control('GET', '/faults')).body.faults).toEqual([]);
  expect(await client.operations('')).toEqual([]);
});
