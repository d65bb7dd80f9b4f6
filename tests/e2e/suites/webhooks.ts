import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { eventually } from '../../support/eventually';
import { payOnPage } from '../../support/payer';
import { Receiver } from '../../support/receiver';
import type { World } from '../../support/world';
import { openPage } from './pages';

interface Delivery {
  id: string;
  type: string;
  state: string;
  attemptCount: number;
  attempts: { status?: number; error?: string }[];
}

/** What channels are told. */
export function webhooks(world: () => World): void {
  const receiver = new Receiver();
  let endpoint: string;

  beforeAll(async () => {
    await receiver.start();
    const { body } = await world().channel.post<{ endpoint: { id: string }; secret: string }>(
      '/v1/webhook-endpoints',
      { url: receiver.url },
    );
    receiver.secret = body.secret;
    endpoint = `/v1/webhook-endpoints/${body.endpoint.id}`;
  });
  afterAll(() => receiver.stop());

  const pay = async (cardId = world().cards.good): Promise<string> => {
    const { channel } = world();
    const { body } = await channel.pay({ source: { type: 'card', cardId } });
    await channel.untilEnded(body.id);
    return body.id;
  };
  const told = (id: string): string[] =>
    receiver.about(id).map(({ type, data }) => `${data.sequence} ${type}`);
  const untilTold = (id: string, types: string[]): Promise<void> =>
    eventually(async () => expect(told(id)).toEqual(types));
  const PAID = ['2 payment.funded', '3 payment.succeeded'];

  async function deliveriesOf(state?: string): Promise<Delivery[]> {
    const query = state ? `?limit=200&state=${state}` : '?limit=200';
    return (await world().channel.get<{ items: Delivery[] }>(`${endpoint}/deliveries${query}`)).items;
  }
  const deliveryOf = (id: string): Promise<Delivery> => world().channel.get(`/v1/webhook-deliveries/${id}`);

  test('ONE-9 a payment’s events arrive signed, in sequence, and say what the payment was then', async () => {
    const id = await pay();
    await untilTold(id, PAID);
    const [funded, succeeded] = receiver.about(id);
    expect(funded!.data).toMatchObject({
      object: 'payment',
      status: 'funded',
      crediting: { status: 'pending' },
    });
    const { updatedAt, ...shown } = (await world().channel.payment(id)) as never as { updatedAt: string };
    expect(succeeded).toMatchObject({ timestamp: expect.any(String), data: { ...shown, sequence: 3 } });
    expect(Date.parse(updatedAt)).toBeGreaterThan(0);
    expect(receiver.refused).toBe(0);
  });

  test('ONE-9 each way in which a payment ends is told', async () => {
    const refused = await pay(world().cards.refused);
    await untilTold(refused, ['2 payment.declined']);
    const page = await openPage(world());
    await payOnPage(page.redirectUrl);
    await eventually(async () =>
      expect(receiver.about(page.id).map(({ type }) => type)).toEqual([
        'payment.awaiting_payer',
        'payment.funded',
        'payment.succeeded',
      ]),
    );
    const left = await openPage(world());
    await world().channel.post(`/v1/payments/${left.id}/cancel`, {});
    await eventually(async () =>
      expect(receiver.about(left.id).map(({ type }) => type)).toEqual([
        'payment.awaiting_payer',
        'payment.cancelled',
      ]),
    );
  });

  test('ONE-9 a receiver that is down gets it later', async () => {
    await receiver.stop();
    const id = await pay();
    const failed = await eventually(async () => {
      const tried = (await deliveriesOf('pending')).filter(({ attemptCount }) => attemptCount > 0);
      if (tried.length < 2) throw new Error('nothing was tried yet');
      return deliveryOf(tried[0]!.id);
    });
    expect(failed.attempts[0]).toMatchObject({ error: 'no connection' });
    expect(told(id)).toEqual([]);
    await receiver.start();
    await untilTold(id, PAID);
  });

  test('ONE-9 what was refused is sent again when asked for, under the same id', async () => {
    receiver.next.push(500);
    const { body } = await world().channel.post<{ deliveryId: string }>(`${endpoint}/test`, {});
    await eventually(async () => expect((await deliveryOf(body.deliveryId)).attemptCount).toBe(1));
    for (const times of [1, 2]) {
      const asked = await world().channel.post(`/v1/webhook-deliveries/${body.deliveryId}/redelivery`, {});
      expect(asked.status).toBe(202);
      await eventually(async () => {
        expect(receiver.received.filter(({ type }) => type === 'endpoint.test')).toHaveLength(times);
        expect(await deliveryOf(body.deliveryId)).toMatchObject({
          state: 'delivered',
          attemptCount: times + 1,
        });
      });
    }
    const ids = receiver.received.filter(({ type }) => type === 'endpoint.test').map(({ id }) => id);
    expect(new Set(ids).size).toBe(1);
  });

  test('ONE-9 after its secret was replaced, a receiver may know either, and then the new one', async () => {
    const before = await pay();
    await untilTold(before, PAID);
    const { body } = await world().channel.post<{ secret: string }>(`${endpoint}/secret-rotation`, {});
    const withOld = await pay();
    await untilTold(withOld, PAID);
    receiver.secret = body.secret;
    const withNew = await pay();
    await untilTold(withNew, PAID);
    expect(receiver.refused).toBe(0);
  });

  test('ONE-9 workers that are killed lose no event, and make none twice', async () => {
    const { stack, channel, cards } = world();
    const paying = Array.from({ length: 10 }, async (_, index) => {
      await sleep(index * 100);
      const { body } = await channel.payPatiently({ source: { type: 'card', cardId: cards.good } });
      return body.id;
    });
    for (const name of ['worker', 'worker-2']) {
      await stack.kill(name);
      await stack.start(name);
    }
    const ids = await Promise.all(paying);
    for (const id of ids) await untilTold(id, PAID);
    const made = (await deliveriesOf()).filter(({ type }) => type === 'payment.succeeded');
    const told = receiver.received.filter(({ type }) => type === 'payment.succeeded');
    expect(new Set(told.map(({ data }) => data.id)).size).toBe(new Set(told.map(({ id }) => id)).size);
    expect(made.length).toBe(new Set(told.map(({ id }) => id)).size);
  });

  test('ONE-9 nothing is sent to an address inside, whoever asks', async () => {
    const { channel } = world();
    for (const url of [
      'https://10.0.0.1/',
      'http://[::1]:3000/',
      'https://169.254.169.254/',
      'http://0x7f.1.1/',
    ]) {
      const { status, body } = await channel.post<{ code: string }>('/v1/webhook-endpoints', { url });
      expect([url, status, body.code]).toEqual([url, 422, 'webhook_url_not_allowed']);
    }
  });

  test('ONE-9 a receiver that is gone is left alone', async () => {
    const { channel } = world();
    receiver.next.push(410);
    const { body } = await channel.post<{ deliveryId: string }>(`${endpoint}/test`, {});
    await eventually(async () => expect((await deliveryOf(body.deliveryId)).state).toBe('failed'));
    expect(await channel.get(endpoint)).toMatchObject({ enabled: false, disabledReason: 'gone' });
    const id = await pay();
    await channel.call('PATCH', endpoint, { enabled: true });
    const later = await pay();
    await untilTold(later, PAID);
    expect(told(id)).toEqual([]);
  });

  test('PLT-2 the log has every change to an endpoint, and no secret', async () => {
    const { stack, channel } = world();
    expect(await channel.get('/v1/audit/verification')).toMatchObject({ intact: true });
    const database = new Client({ connectionString: stack.urls.database });
    await database.connect();
    const { rows } = await database.query<{ type: string; text: string }>(
      `select type, e::text as text from audit_entry e where object_kind = 'webhook_endpoint' order by id`,
    );
    await database.end();
    const types = new Set(rows.map(({ type }) => type));
    expect([...types].sort()).toEqual([
      ...['changed', 'disabled', 'redelivery_asked', 'registered', 'secret_rotated', 'tested'],
    ]);
    expect(rows.map(({ text }) => text).join()).not.toMatch(/whsec_/);
  });
}
