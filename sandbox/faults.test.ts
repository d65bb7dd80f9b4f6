import { connect } from 'node:net';
import { type Sandbox, startSandbox } from './sandbox';
import { DEFAULT_SECRETS } from './secrets';
import { EUR, TestClient, until } from './test-client';

let sandbox: Sandbox;
let client: TestClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = new TestClient(sandbox);
});
afterAll(() => sandbox.close());
afterEach(() => client.control('POST', '/reset'));

/** Whether the call ended without an answer. */
const isCut = (call: Promise<unknown>) =>
  call.then(
    () => false,
    () => true,
  );
const activeFaults = async () => (await client.control('GET', '/faults')).body.faults;

describe('dropAfter', () => {
  test('commits, and cuts the line without a byte of answer', async () => {
    const token = await client.token();
    await client.fault({ target: 'acquirer', operation: 'authorisations', kind: 'dropAfter' });
    const body = JSON.stringify({ reference: 'a', amount: EUR(1000), token, capture: true });
    const { hostname, port } = new URL(sandbox.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.write(
      `POST /acquirer/v1/authorisations HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/json\r\n` +
        `Authorization: Bearer ${DEFAULT_SECRETS.acquirer}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await new Promise<void>((resolve) => socket.once('close', () => resolve()));
    expect(answer).toBe('');
    expect((await client.acquirer('GET', '/v1/operations/a')).body).toMatchObject({ status: 'approved' });
    expect(await activeFaults()).toEqual([]);
  });

  test('a repetition then gives the first answer', async () => {
    await client.authorise('a');
    await client.fault({ target: 'acquirer', operation: 'captures', kind: 'dropAfter' });
    expect(await isCut(client.capture('a', 'c'))).toBe(true);
    expect((await client.capture('a', 'c')).body.status).toBe('approved');
    expect(await client.operations('c')).toHaveLength(1);
  });
});

test('dropBefore cuts the line without committing', async () => {
  await client.fault({ target: 'biller', operation: 'registrations', kind: 'dropBefore' });
  expect(await isCut(client.register('r'))).toBe(true);
  expect((await client.biller('GET', '/v1/operations/r')).status).toBe(404);
  expect((await client.register('r')).body.status).toBe('registered');
});

test('error answers without committing: 503, or what the script says', async () => {
  await client.fault({ target: 'biller', operation: 'registrations', kind: 'error' });
  expect(await client.register('r')).toMatchObject({
    status: 503,
    body: { error: { code: 'scripted_error' } },
  });
  await client.fault({
    target: 'biller',
    operation: 'registrations',
    kind: 'error',
    status: 429,
    code: 'slow_down',
  });
  expect(await client.register('r')).toMatchObject({ status: 429, body: { error: { code: 'slow_down' } } });
  expect(await client.operations('r')).toEqual([]);
});

test('delay waits before committing, and commits even when the caller has hung up', async () => {
  await client.fault({ target: 'biller', operation: 'registrations', kind: 'delay', ms: 1_500 });
  const given = fetch(`${sandbox.url}/biller/v1/registrations`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${DEFAULT_SECRETS.biller}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      reference: 'r',
      account: { by: 'msisdn', value: '+35799000001' },
      amount: EUR(5),
      kind: 'credit_adjustment',
      paidAt: '2026-01-31T12:00:00Z',
      channel: 'test',
    }),
    signal: AbortSignal.timeout(50),
  });
  expect(await isCut(given)).toBe(true);
  expect(await client.operations('r')).toEqual([]);
  await until(async () => (await client.operations('r')).length === 1);
});

describe('reject', () => {
  test('commits a decline or refusal with the code of the script', async () => {
    await client.fault({
      target: 'acquirer',
      operation: 'authorisations',
      kind: 'reject',
      code: 'suspected_fraud',
    });
    expect((await client.authorise('a')).body).toMatchObject({
      status: 'declined',
      declineCode: 'suspected_fraud',
    });
    await client.fault({ target: 'biller', operation: 'registrations', kind: 'reject' });
    expect((await client.register('r')).body).toMatchObject({
      status: 'refused',
      refusalCode: 'account_closed',
    });
  });

  test('is not used up by calls that commit nothing', async () => {
    await client.fault({ target: 'acquirer', kind: 'reject' });
    await client.acquirer('GET', '/v1/operations/a');
    expect(await activeFaults()).toHaveLength(1);
  });
});

describe('outage', () => {
  test('cuts every call of its target, whatever it is, until it is removed', async () => {
    const id = await client.fault({ target: 'acquirer', kind: 'outage' });
    for (let call = 0; call < 3; call += 1) {
      expect(await isCut(client.acquirer('GET', '/v1/operations/a'))).toBe(true);
    }
    expect(await isCut(client.call('GET', '/acquirer/pay/ses_x'))).toBe(true);
    expect(await isCut(client.call('POST', '/acquirer/v1/tokens', {}, 'wrong'))).toBe(true);
    expect((await client.register('r')).status).toBe(200);
    expect((await client.control('DELETE', `/faults/${id}`)).status).toBe(204);
    expect((await client.acquirer('GET', '/v1/operations/a')).status).toBe(404);
  });
});

describe('which calls are hit', () => {
  test('as many as the script says, then no more', async () => {
    await client.fault({ target: 'biller', kind: 'error', times: 2 });
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await client.register('r')).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  test('times: null hits until removed', async () => {
    await client.fault({ target: 'biller', kind: 'error', times: null });
    for (let call = 0; call < 3; call += 1) expect((await client.register('r')).status).toBe(503);
    expect(await activeFaults()).toMatchObject([{ hits: 3, times: null }]);
    await client.control('DELETE', '/faults');
    expect((await client.register('r')).status).toBe(200);
  });

  test('only of the operation, the reference and the account that it names', async () => {
    const kind = { kind: 'error', times: null };
    await client.fault({ target: 'biller', operation: 'reversals', ...kind });
    await client.fault({ target: 'biller', match: { reference: 'bad' }, ...kind });
    await client.fault({ target: 'biller', match: { value: '000002' }, ...kind });
    expect((await client.register('good')).status).toBe(200);
    expect((await client.register('a-bad-one')).status).toBe(503);
    expect((await client.register('good2', 1, '+35799000002')).status).toBe(503);
    const reversal = await client.reverse('good', 'rr');
    expect(reversal.status).toBe(503);
  });

  test('several act together: the wait, the decline, the cut', async () => {
    const target = { target: 'acquirer', operation: 'authorisations' };
    await client.fault({ ...target, kind: 'dropAfter' });
    await client.fault({ ...target, kind: 'reject', code: 'limit_exceeded' });
    await client.fault({ ...target, kind: 'delay', ms: 1 });
    expect(await isCut(client.authorise('a'))).toBe(true);
    expect(await client.operations('a')).toMatchObject([{ declineCode: 'limit_exceeded' }]);
    expect(await activeFaults()).toEqual([]);
  });

  test('the page too', async () => {
    const { body } = await client.openSession('s');
    await client.fault({ target: 'acquirer', operation: 'page', kind: 'dropAfter' });
    const form = { number: '4242424242424242', expiry: '12/60', securityCode: '123' };
    expect(await isCut(fetch(body.url, { method: 'POST', body: new URLSearchParams(form) }))).toBe(true);
    expect((await client.acquirer('GET', '/v1/sessions/s')).body.status).toBe('authorised');
  });
});
