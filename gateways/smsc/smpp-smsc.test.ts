import { startSandbox } from '../../sandbox/sandbox';
import { DEFAULT_SECRETS } from '../../sandbox/secrets';
import { TestClient } from '../../sandbox/test-client';
import { Queue } from '../testing/queue';
import { SmppSmsc, type SmppSmscConfig } from './smpp-smsc';
import type { DeliveryReceipt } from './smsc';
import { smscContract, type SmscSubject } from './smsc.contract';
import { createSmsc } from './smscs';

async function makeWorld(config: Partial<SmppSmscConfig> = {}) {
  const sandbox = await startSandbox();
  const client = new TestClient(sandbox);
  const smsc = createSmsc({
    kind: 'smpp',
    url: `smpp://tillflow:${DEFAULT_SECRETS.smppPassword}@127.0.0.1:${sandbox.smppPort}`,
    sourceAddress: 'Tillflow',
    timeoutMs: 1500,
    minBackOffMs: 10,
    maxBackOffMs: 50,
    ...config,
  }) as SmppSmsc;
  const receipts = new Queue<DeliveryReceipt>();
  smsc.onReceipt((receipt) => receipts.push(receipt));
  const close = async () => {
    await smsc.close();
    await sandbox.close();
  };
  return { sandbox, client, smsc, receipts, close };
}

async function makeSubject(config?: Partial<SmppSmscConfig>): Promise<SmscSubject> {
  const { client, smsc, receipts, close } = await makeWorld(config);
  return {
    smsc,
    phones: { good: '+35799000001', unreachable: '+35799000777', refused: '+35799000000' },
    carried: async (phone) => {
      const messages = await client.messages('channel=sms');
      const toPhone = messages.filter(({ to }) => to[0] === phone.slice(1));
      return toPhone.map(({ text }) => ({ to: phone, text }));
    },
    nextReceipt: () => receipts.next(),
    goAway: async () => void (await client.fault({ target: 'smsc', kind: 'outage' })),
    inquires: false,
    close,
  };
}

smscContract('smpp, in parts, against the sandbox', () => makeSubject());
smscContract('smpp, in one payload, against the sandbox', () => makeSubject({ longMessages: 'payload' }));

describe('smpp', () => {
  let world: Awaited<ReturnType<typeof makeWorld>>;
  beforeEach(async () => {
    world = await makeWorld();
  });
  afterEach(() => world.close());

  const message = { to: '+35799000001', text: 'Paid' };

  test('comes back by itself after the carrier was away', async () => {
    const { client, smsc } = world;
    expect(await smsc.send(message)).toMatchObject({ kind: 'sent' });
    const outage = await client.fault({ target: 'smsc', kind: 'outage' });
    expect(await smsc.send(message)).toMatchObject({ kind: 'unavailable' });
    await client.control('DELETE', `/faults/${outage}`);
    let result = await smsc.send(message);
    while (result.kind !== 'sent') result = await smsc.send(message);
  });

  test('a line that breaks after the carrier took the text is unavailable at once', async () => {
    const { client, smsc } = world;
    await smsc.send(message);
    await client.fault({ target: 'smsc', operation: 'submit', kind: 'dropAfter' });
    expect(await smsc.send(message)).toEqual({ kind: 'unavailable', detail: 'connection lost' });
    expect(await client.messages('channel=sms')).toHaveLength(2);
  });

  test('a carrier that is silent is unavailable', async () => {
    const { client, smsc } = world;
    await client.fault({ target: 'smsc', operation: 'submit', kind: 'delay', ms: 3000 });
    expect(await smsc.send(message)).toEqual({ kind: 'unavailable', detail: 'no answer in time' });
  });

  test('throttling is unavailable, every other error is a refusal', async () => {
    const { client, smsc } = world;
    const throttled = { target: 'smsc', operation: 'submit', kind: 'error', status: 0x58 };
    await client.fault(throttled);
    expect(await smsc.send(message)).toMatchObject({ kind: 'unavailable' });
    await client.fault({ ...throttled, status: 0x45 });
    expect(await smsc.send(message)).toMatchObject({ kind: 'refused' });
  });

  test('a wrong password is unavailable', async () => {
    const { sandbox } = world;
    const url = `smpp://tillflow:wrong@127.0.0.1:${sandbox.smppPort}`;
    const smsc = new SmppSmsc({ url, sourceAddress: 'Tillflow', timeoutMs: 200 });
    expect(await smsc.send(message)).toMatchObject({ kind: 'unavailable' });
    await smsc.close();
  });

  test('more parts than are allowed are refused before anything is sent', async () => {
    const { client, smsc } = world;
    const result = await smsc.send({ ...message, text: 'x'.repeat(153 * 10 + 1) });
    expect(result).toMatchObject({ kind: 'refused' });
    expect(await client.messages('channel=sms')).toHaveLength(0);
  });
});
