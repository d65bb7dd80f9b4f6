import twilio from 'twilio';
import { type Sandbox, startSandbox } from './sandbox';
import { DEFAULT_SECRETS } from './secrets';
import { TestClient, startReceiver, until } from './test-client';

let sandbox: Sandbox;
let client: TestClient;
beforeAll(async () => {
  sandbox = await startSandbox({ callbackBackOffMs: [1] });
  client = new TestClient(sandbox);
});
afterAll(() => sandbox.close());
afterEach(() => client.control('POST', '/reset'));

const { twilioAccountSid: accountSid, twilioAuthToken: authToken } = DEFAULT_SECRETS;
const messagesPath = `/twilio/2010-04-01/Accounts/${accountSid}/Messages`;
const text = { To: '+35799000001', From: '+15005550006', Body: 'Πληρώσατε €10.50' };

async function call(method: string, path: string, form?: Record<string, string>, password = authToken) {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${password}`).toString('base64')}`;
  const body = form && new URLSearchParams(form);
  const response = await fetch(sandbox.url + path, { method, headers: { authorization }, body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const send = (change: Record<string, string> = {}) =>
  call('POST', `${messagesPath}.json`, { ...text, ...change });

test('a text is queued, kept and delivered', async () => {
  const { status, body } = await send();
  expect(status).toBe(201);
  expect(body).toMatchObject({
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    status: 'queued',
    to: text.To,
  });
  expect(await client.messages('channel=twilio&to=%2B35799')).toMatchObject([{ text: text.Body }]);
  await until(
    async () => (await call('GET', `${messagesPath}/${body.sid}.json`)).body.status === 'delivered',
  );
});

test.each([
  ['+35799000001', 'delivered'],
  ['+35799000666', 'failed'],
])('the signed callback for %s says %s', async (To, status) => {
  const receiver = await startReceiver(500);
  const { body } = await send({ To, StatusCallback: receiver.url });
  await until(() => receiver.received.length === 2);
  const callback = receiver.received[1]!;
  const fields = Object.fromEntries(new URLSearchParams(callback.body));
  expect(fields).toMatchObject({ MessageSid: body.sid, MessageStatus: status, To });
  const signature = String(callback.headers['x-twilio-signature']);
  expect(twilio.validateRequest(authToken, signature, receiver.url, fields)).toBe(true);
  expect(twilio.validateRequest('another', signature, receiver.url, fields)).toBe(false);
  await receiver.close();
});

test('errors have the shape of Twilio', async () => {
  expect(await send({ To: 'nobody' })).toMatchObject({ status: 400, body: { code: 21211, status: 400 } });
  expect(await send({ Body: '' })).toMatchObject({ status: 400, body: { code: 21602 } });
  expect(await call('GET', `${messagesPath}/SM0.json`)).toMatchObject({ status: 404, body: { code: 20404 } });
  expect(await call('POST', `${messagesPath}.json`, text, 'wrong')).toMatchObject({
    status: 401,
    body: { code: 20003 },
  });
});

test('faults: error, reject, drops and outage', async () => {
  await client.fault({ target: 'twilio', operation: 'submit', kind: 'error' });
  expect((await send()).status).toBe(503);
  await client.fault({ target: 'twilio', operation: 'submit', kind: 'reject', code: '21614' });
  expect(await send()).toMatchObject({ status: 400, body: { code: 21614 } });
  expect(await client.messages('channel=twilio')).toEqual([]);
  await client.fault({ target: 'twilio', operation: 'submit', kind: 'dropAfter' });
  await expect(send()).rejects.toThrow();
  expect(await client.messages('channel=twilio')).toHaveLength(1);
  await client.fault({ target: 'twilio', kind: 'outage' });
  await expect(send()).rejects.toThrow();
});
