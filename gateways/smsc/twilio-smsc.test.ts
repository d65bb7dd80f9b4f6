import { createHmac } from 'node:crypto';
import { startSandbox } from '../../sandbox/sandbox';
import { DEFAULT_SECRETS } from '../../sandbox/secrets';
import { startReceiver, TestClient, until } from '../../sandbox/test-client';
import { startFaultyProxy } from '../testing/faulty-proxy';
import type { DeliveryReceipt } from './smsc';
import { smscContract } from './smsc.contract';
import { createSmsc } from './smscs';

const { twilioAccountSid: accountSid, twilioAuthToken: authToken } = DEFAULT_SECRETS;
const FROM = '+12025550199';
const SEND = /^POST .*\/Messages\.json$/;

async function makeWorld(timeoutMs: number) {
  const sandbox = await startSandbox({ callbackBackOffMs: [] });
  const proxy = await startFaultyProxy(sandbox.url);
  const receiver = await startReceiver();
  const statusCallback = receiver.url;
  const apiBase = `${proxy.url}/twilio`;
  const config = { accountSid, authToken, from: FROM, apiBase, statusCallback, timeoutMs };
  const smsc = createSmsc({ kind: 'twilio', ...config });
  const close = async () => {
    await smsc.close();
    await proxy.close();
    await receiver.close();
    await sandbox.close();
  };
  return { client: new TestClient(sandbox), proxy, receiver, smsc, close };
}

type World = Awaited<ReturnType<typeof makeWorld>>;

/** Reads callbacks as the API does, until one says something final. */
async function nextReceipt({ receiver, smsc }: World, read: { count: number }): Promise<DeliveryReceipt> {
  for (;;) {
    const { headers, body } = await until(() => receiver.received[read.count]);
    read.count += 1;
    const signature = String(headers['x-twilio-signature']);
    const form = Object.fromEntries(new URLSearchParams(body));
    const request = { url: receiver.url, headers: { 'x-twilio-signature': signature }, form };
    const news = smsc.readCallback(request);
    if (news !== undefined && news.state !== 'sent') return { ...news, state: news.state };
  }
}

smscContract('twilio, against the sandbox', async () => {
  const world = await makeWorld(20_000);
  const read = { count: 0 };
  return {
    smsc: world.smsc,
    phones: { good: '+35799000001', unreachable: '+35799000666', refused: 'nobody' },
    carried: async (phone) => {
      const messages = await world.client.messages('channel=twilio');
      return messages.filter(({ to }) => to[0] === phone).map(({ text }) => ({ to: phone, text }));
    },
    nextReceipt: () => nextReceipt(world, read),
    goAway: () => world.proxy.close(),
    inquires: true,
    close: world.close,
  };
});

describe('twilio', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld(1500);
  });
  afterAll(() => world?.close());

  const message = { to: '+35799000001', text: 'Paid' };

  test.each(['dropBefore', 'dropAfter', 'silence', 'serverError', 'malformed'] as const)(
    '%s: unavailable, and sent once only',
    async (fault) => {
      const before = world.proxy.arrivals(SEND);
      world.proxy.fault(fault, SEND);
      expect(await world.smsc.send(message)).toMatchObject({ kind: 'unavailable' });
      expect(world.proxy.arrivals(SEND) - before).toBe(1);
    },
  );

  test('a callback that is forged, changed or unsigned is not believed', () => {
    const url = 'https://pay.example/v1/callbacks/twilio';
    const form = { MessageSid: 'SM1', MessageStatus: 'delivered' };
    const sign = (key: string) =>
      createHmac('sha1', key).update(`${url}MessageSidSM1MessageStatusdelivered`).digest('base64');
    const read = (signature: string | undefined, changed = {}) =>
      world.smsc.readCallback({
        url,
        headers: { 'x-twilio-signature': signature },
        form: { ...form, ...changed },
      });
    expect(read(sign(authToken))).toEqual({ messageId: 'SM1', state: 'delivered' });
    expect(read(sign('guessed'))).toBeUndefined();
    expect(read(sign(authToken), { MessageStatus: 'failed' })).toBeUndefined();
    expect(read(undefined)).toBeUndefined();
  });

  test('without a token nobody is believed, not even who signs with none', async () => {
    const open = createSmsc({ kind: 'twilio', accountSid, authToken: '', from: FROM });
    const url = 'https://pay.example/v1/callbacks/twilio';
    const signature = createHmac('sha1', '')
      .update(`${url}MessageSidSM1MessageStatusdelivered`)
      .digest('base64');
    const form = { MessageSid: 'SM1', MessageStatus: 'delivered' };
    expect(open.readCallback({ url, headers: { 'x-twilio-signature': signature }, form })).toBeUndefined();
    await open.close();
  });

  test('a message that nobody knows is no more than sent', async () => {
    expect(await world.smsc.inquire('SM00000000000000000000000000000000')).toBe('sent');
  });
});
