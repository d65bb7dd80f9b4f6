import { createHmac } from 'node:crypto';
import { type Sandbox, startSandbox } from './sandbox';
import { DEFAULT_SECRETS } from './secrets';
import { TestClient, postForm, startReceiver, until } from './test-client';

let sandbox: Sandbox;
let client: TestClient;
beforeAll(async () => {
  sandbox = await startSandbox({ callbackBackOffMs: [1, 1, 1, 1] });
  client = new TestClient(sandbox);
});
afterAll(() => sandbox.close());
afterEach(() => client.control('POST', '/reset'));

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** Opens a session that calls the receiver back, and pays or gives up on it. */
async function finish(receiver: Receiver, reference: string, form: Record<string, string>): Promise<void> {
  const { body } = await client.openSession(reference, { callbackUrl: receiver.url });
  await postForm(body.url, form);
}
const approve = { number: '4242424242424242', expiry: '12/60', securityCode: '123' };
const cancel = { action: 'cancel' };

/** A receiver whose other callbacks would have come by the time one more has come and gone. */
async function settle(receiver: Receiver): Promise<void> {
  const before = receiver.received.length;
  await finish(receiver, 'settle', cancel);
  await until(() => receiver.received.length > before);
}

test('a final session is called back, signed over time and body', async () => {
  const receiver = await startReceiver();
  await finish(receiver, 's', approve);
  const [callback] = await until(() => receiver.received.length === 1 && receiver.received);
  expect(JSON.parse(callback!.body)).toEqual({
    id: expect.stringMatching(/^evt_/),
    type: 'session.authorised',
    reference: 's',
  });
  expect(callback!.headers['content-type']).toBe('application/json');
  const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(
    String(callback!.headers['acquirer-signature']),
  )!;
  const expected = createHmac('sha256', DEFAULT_SECRETS.acquirerCallback).update(`${time}.${callback!.body}`);
  expect(signature).toBe(expected.digest('hex'));
  await receiver.close();
});

test('declines and expiries are called back too', async () => {
  const receiver = await startReceiver();
  await finish(receiver, 'a', cancel);
  await client.openSession('b', { callbackUrl: receiver.url });
  await client.acquirer('POST', '/v1/sessions/b/expire');
  await until(() => receiver.received.length === 2);
  const types = receiver.received.map(({ body }) => JSON.parse(body).type);
  expect(types.sort()).toEqual(['session.declined', 'session.expired']);
  await receiver.close();
});

test('it is tried again until it is taken', async () => {
  const receiver = await startReceiver(500, 302, 404);
  await finish(receiver, 's', approve);
  await until(() => receiver.received.length === 4);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  await settle(receiver);
  expect(receiver.received).toHaveLength(5);
  await receiver.close();
});

test('it is given up after five attempts', async () => {
  const receiver = await startReceiver(500, 500, 500, 500, 500, 500);
  await finish(receiver, 's', approve);
  await until(() => receiver.received.length === 5);
  await settle(receiver);
  expect(receiver.received.filter(({ body }) => JSON.parse(body).reference === 's')).toHaveLength(5);
  await receiver.close();
});

test('duplicateCallback sends the same event twice', async () => {
  const receiver = await startReceiver();
  await client.fault({ target: 'acquirer', operation: 'callback', kind: 'duplicateCallback' });
  await finish(receiver, 's', approve);
  await until(() => receiver.received.length === 2);
  expect(receiver.received[0]!.body).toBe(receiver.received[1]!.body);
  await receiver.close();
});

test('noCallback sends none, and only for what it matches', async () => {
  const receiver = await startReceiver();
  await client.fault({ target: 'acquirer', kind: 'noCallback', match: { reference: 'quiet' } });
  await finish(receiver, 'quiet-one', approve);
  await settle(receiver);
  expect(receiver.received.map(({ body }) => JSON.parse(body).reference)).toEqual(['settle']);
  await receiver.close();
});

test('lateCallback lets others pass', async () => {
  const receiver = await startReceiver();
  await client.fault({ target: 'acquirer', kind: 'lateCallback', ms: 1_500, match: { reference: 'late' } });
  await finish(receiver, 'late', approve);
  await settle(receiver);
  await until(() => receiver.received.length === 2);
  expect(receiver.received.map(({ body }) => JSON.parse(body).reference)).toEqual(['settle', 'late']);
  await receiver.close();
});
