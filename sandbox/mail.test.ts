import { createTransport } from 'nodemailer';
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

const mail = {
  from: 'Tillflow <receipts@tillflow.example>',
  to: 'anna@example.org',
  subject: 'Απόδειξη',
  text: 'You paid €10.50.',
  html: '<p>You paid €10.50.</p>',
};

async function send(change: object = {}) {
  const transport = createTransport({ host: '127.0.0.1', port: sandbox.smtpPort, secure: false });
  try {
    return await transport.sendMail({ ...mail, ...change });
  } finally {
    transport.close();
  }
}
const kept = (to = '') => client.messages(`channel=mail&to=${encodeURIComponent(to)}`);

test('a mail is kept, parsed', async () => {
  const { messageId } = await send();
  expect(await kept('anna@')).toEqual([
    {
      id: expect.stringMatching(/^msg_/),
      channel: 'mail',
      from: '"Tillflow" <receipts@tillflow.example>',
      to: ['anna@example.org'],
      subject: 'Απόδειξη',
      text: expect.stringContaining('You paid €10.50.'),
      html: expect.stringContaining('<p>'),
      status: 'delivered',
      externalIds: [messageId],
      receivedAt: expect.any(String),
    },
  ]);
  expect(await kept('nobody@')).toEqual([]);
});

test.each([
  [{ kind: 'error' }, 451],
  [{ kind: 'error', status: 452 }, 452],
  [{ kind: 'reject' }, 550],
  [{ kind: 'outage' }, 421],
])('%j is answered with %d', async (fault, responseCode) => {
  await client.fault({ target: 'mail', ...fault });
  await expect(send()).rejects.toMatchObject({ responseCode });
  expect(await kept()).toEqual([]);
});

test.each([
  ['dropBefore', 0],
  ['dropAfter', 1],
])('%s cuts the line and has kept %d', async (kind, count) => {
  await client.fault({ target: 'mail', kind, match: { value: 'anna@' } });
  const failure = await send().catch((error: { responseCode?: number }) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(failure.responseCode).toBeUndefined();
  expect(await kept()).toHaveLength(count);
});

test('a mail that is too large is refused, and the next one taken', async () => {
  await expect(send({ text: 'x'.repeat(2_500_000) })).rejects.toMatchObject({ responseCode: 552 });
  await send();
  expect(await kept()).toHaveLength(1);
});
