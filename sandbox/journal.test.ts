import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { TEST_CARDS } from './acquirer/test-cards';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox';
import { TestClient, postForm, startReceiver, until } from './test-client';

let dataDir: string;
let sandbox: Sandbox;
let client: TestClient;

async function start(options: SandboxOptions = {}): Promise<void> {
  sandbox = await startSandbox({ dataDir, ...options });
  client = new TestClient(sandbox);
}
async function restart(): Promise<void> {
  await sandbox.close();
  await start();
}
const journalText = () => readFile(join(dataDir, 'journal.jsonl'), 'utf8');

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  await start();
});
afterEach(async () => {
  await sandbox.close();
  await rm(dataDir, { recursive: true });
});

test('the acquirer and the biller remember everything after a restart', async () => {
  const token = await client.token();
  await client.authorise('a');
  await client.capture('a', 'c', 600);
  await client.register('r', 700);
  await client.register('reversed', 300);
  await client.reverse('reversed', 'rr', 200);
  await client.control('PATCH', '/settings', { biller: { idempotent: false } });
  await client.control('POST', '/accounts', { msisdn: '+35722000001', accountId: 'X-1', currency: 'EUR' });
  const look = async () =>
    Promise.all([
      client.control('GET', '/operations'),
      client.control('GET', '/accounts'),
      client.control('GET', '/settings'),
      client.acquirer('GET', `/v1/tokens/${token}`),
      client.acquirer('GET', '/v1/operations/a'),
      client.biller('GET', '/v1/operations/reversed'),
      client.biller('GET', '/v1/operations/rr'),
      client.biller('GET', '/v1/accounts/1000001/balance'),
    ]).then((replies) => replies.map(({ status, body }) => ({ status, body })));
  const before = await look();
  expect(before.map(({ status }) => status)).toEqual(Array(8).fill(200));
  await restart();
  expect(await look()).toEqual(before);
  expect((await client.capture('a', 'c2', 401)).body.declineCode).toBe('amount_too_large');
  await client.control('PATCH', '/settings', { biller: { idempotent: true } });
  expect((await client.reverse('reversed', 'rr2', 101)).body.refusalCode).toBe(
    'reversal_exceeds_registration',
  );
});

test('an open page is still open, and one that ran out meanwhile expires', async () => {
  const open = await client.openSession('open');
  await client.openSession('short', { expiresAt: new Date(Date.now() + 1_000).toISOString() });
  await client.openSession('paid');
  const { body } = await client.acquirer('GET', '/v1/sessions/paid');
  await postForm(body.url, { number: '4242424242424242', expiry: '12/60', securityCode: '123' });
  await sandbox.close();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await start();
  const status = async (reference: string) =>
    (await client.acquirer('GET', `/v1/sessions/${reference}`)).body.status;
  expect(await status('open')).toBe('open');
  expect(await status('paid')).toBe('authorised');
  await until(async () => (await status('short')) === 'expired');
  expect((await fetch(`${sandbox.url}/acquirer/pay/${open.body.id}`)).status).toBe(200);
});

test('a callback that was not taken yet is sent after the restart, and a taken one is not sent again', async () => {
  const receiver = await startReceiver();
  const taken = await client.openSession('taken', { callbackUrl: receiver.url });
  await postForm(taken.body.url, { action: 'cancel' });
  await until(() => receiver.received.length === 1);
  await until(async () => (await journalText()).includes('callback.over'));
  await client.fault({ target: 'acquirer', kind: 'lateCallback', ms: 600_000 });
  const late = await client.openSession('late', { callbackUrl: receiver.url });
  await postForm(late.body.url, { action: 'cancel' });
  await restart();
  await until(() => receiver.received.length === 2);
  expect(receiver.received.map(({ body }) => JSON.parse(body).reference)).toEqual(['taken', 'late']);
  await receiver.close();
});

test('messages are remembered', async () => {
  const transport = createTransport({ host: '127.0.0.1', port: sandbox.smtpPort });
  await transport.sendMail({ from: 'a@example.org', to: 'b@example.org', text: 'Hello' });
  transport.close();
  const before = await client.messages();
  expect(before).toHaveLength(1);
  await restart();
  expect(await client.messages()).toEqual(before);
});

test('half a line at the end, as a kill leaves it, costs that line only', async () => {
  await client.register('r1');
  await sandbox.close();
  await appendFile(join(dataDir, 'journal.jsonl'), '{"kind":"biller.registration","data":{"refer');
  await start();
  expect(await client.operations('')).toHaveLength(1);
  await client.register('r2');
  await restart();
  expect((await client.operations('')).map(({ reference }) => reference)).toEqual(['r1', 'r2']);
});

test('what is answered is in the file moments later, without being asked to close', async () => {
  await client.register('r1');
  await until(async () => (await journalText()).includes('"r1"'));
});

test('a reset empties the file', async () => {
  await client.register('r1');
  await client.control('POST', '/reset');
  await restart();
  expect(await client.operations('')).toEqual([]);
  await client.register('r2');
  await restart();
  expect((await client.operations('')).map(({ reference }) => reference)).toEqual(['r2']);
});

test('no card number is ever in it', async () => {
  const { body } = await client.openSession('s');
  for (const { number } of TEST_CARDS) await client.authorise(`card-${number.slice(-4)}`, 100, true, number);
  await postForm(body.url, { number: '4000000000003220', expiry: '12/60', securityCode: '987' });
  await sandbox.close();
  const text = await journalText();
  expect(text).toContain('"last4":"3220"');
  for (const { number } of TEST_CARDS) expect(text).not.toContain(number);
  expect(text).not.toContain('securityCode');
  await start();
});

test('a taken port is an error, and leaves nothing open', async () => {
  const port = Number(new URL(sandbox.url).port);
  await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
});
