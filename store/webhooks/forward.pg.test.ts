import { setTimeout as delay } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { PaymentOrder } from '../../domain/orders';
import { eventOf } from '../../domain/webhooks';
import type { SealedChange, Tell, ToldEvent, WebhookStart } from '../interfaces/webhooks';
import { count, openTestStore, type TestStore } from '../testing/database';
import { CHANNEL_ACTOR, CREDITED, FUNDED, anOrder, aRequest, play, receiveOne } from '../testing/fixtures';
import {
  APPROVED,
  DEBITED,
  GIVEN_BACK,
  MANAGER,
  aSucceededPayment,
  playRefund,
  requestOne,
} from '../testing/refunds';

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.close());

const ALL = 1000;
const BATCHED = { type: 'approved', batched: true, actor: MANAGER, at: '2026-03-01T12:00:00.000Z' } as const;

/** Puts a change into as few words as possible. */
const tell: Tell = ({ object, record }, before): ToldEvent | undefined => {
  const { id } = record.order;
  const type = eventOf(object, before, record.state);
  const sequence = record.state.version;
  return type && { type, object: { kind: object, id }, sequence, body: `${type} ${sequence}` };
};

async function listen(changes: { channel?: string; events?: ToldEvent['type'][] } = {}): Promise<string> {
  const id = `whe_${ulid()}`;
  const endpoint = { id, channel: 'shop', url: 'https://shop.example/', events: [], secret: 'k.c2VhbGVk' };
  await test.store.webhooks.register({ ...endpoint, commandId: id, ...changes }, CHANNEL_ACTOR);
  return id;
}

const seal = () => test.store.audit.seal(ALL);
const forward = (one = tell) => test.store.webhooks.forward(ALL, one);

/** What is to be sent, in the order in which it was made. */
async function made(): Promise<string[]> {
  const { rows } = await test.sql.query(
    `select e.type || ' ' || e.sequence as text from webhook_delivery d join webhook_event e on e.id = d.event_id order by d.id`,
  );
  return rows.map(({ text }) => text);
}

async function paid(changes: Partial<PaymentOrder> = {}): Promise<string> {
  const order = await receiveOne(test.store, changes);
  await play(test.store, order, FUNDED, CREDITED);
  return order.id;
}

const PAID = ['payment.funded 2', 'payment.succeeded 3'];

describe('forwarding', () => {
  it('makes a delivery of each change of status, in order, once it is sealed', async () => {
    await listen();
    await paid();
    expect(await forward()).toBe(0);
    expect(await made()).toEqual([]);
    await seal();
    expect(await forward()).toBe(1);
    expect(await made()).toEqual(PAID);
    expect(await forward()).toBe(0);
    expect(await made()).toEqual(PAID);
  });

  it('shows a payment as it was after the change, whatever has become of it', async () => {
    await listen();
    const id = await paid();
    await seal();
    const seen: SealedChange[] = [];
    await forward((change, before) => {
      seen.push(change);
      return tell(change, before);
    });
    expect(seen.map(({ record }) => [record.state.version, record.state.status])).toEqual([
      [1, 'processing'],
      [2, 'funded'],
      [3, 'succeeded'],
    ]);
    const { items } = await test.store.payments.list({}, { limit: 1 });
    const [, , last] = seen;
    expect(last!.record.order).toEqual(items[0]!.order);
    expect(last!.record.order.id).toBe(id);
    const [entry] = (await test.store.payments.facts(id)).slice(-1);
    expect(last!.record.updatedAt).toBe(entry!.at);
  });

  it('shows a payment the same after a refund as before it: a version has one body', async () => {
    await listen();
    const payment = await aSucceededPayment(test.store);
    await seal();
    const refund = await requestOne(test.store, payment);
    await playRefund(test.store, refund, APPROVED, GIVEN_BACK, DEBITED);
    const seen: SealedChange[] = [];
    await forward((change, before) => {
      seen.push(change);
      return tell(change, before);
    });
    const payments = seen.filter(({ object }) => object === 'payment');
    expect(payments).toHaveLength(3);
    for (const { record } of payments) expect(record).not.toHaveProperty('refunds');
  });

  it('shows a refund as batched from when it was', async () => {
    await listen();
    const refund = await requestOne(test.store, await aSucceededPayment(test.store));
    await playRefund(test.store, refund, BATCHED, { type: 'dispatched' });
    await seal();
    const seen: SealedChange[] = [];
    await forward((change, before) => {
      seen.push(change);
      return tell(change, before);
    });
    const batched = seen.flatMap((one) => (one.object === 'refund' ? [one.record.batched ?? false] : []));
    expect(batched).toEqual([false, true, true]);
  });

  it('tells of refunds, too, in the order in which all happened', async () => {
    await listen();
    const payment = await aSucceededPayment(test.store);
    const refund = await requestOne(test.store, payment);
    await playRefund(test.store, refund, APPROVED, GIVEN_BACK, DEBITED);
    await seal();
    await forward();
    expect(await made()).toEqual([
      ...PAID,
      ...['refund.pending_approval 1', 'refund.approved 2', 'refund.refunded 3', 'refund.succeeded 4'],
    ]);
  });

  it('tells each endpoint of the channel what it wants, and no other channel', async () => {
    const [all, some] = [await listen(), await listen({ events: ['payment.succeeded', 'payment.declined'] })];
    const other = await listen({ channel: 'ivr' });
    await paid();
    await seal();
    await forward();
    const list = async (id: string) => (await test.store.webhooks.deliveries(id, {}, { limit: 9 })).items;
    expect((await list(all)).map(({ type }) => type)).toEqual(['payment.succeeded', 'payment.funded']);
    expect((await list(some)).map(({ type }) => type)).toEqual(['payment.succeeded']);
    expect(await list(other)).toEqual([]);
    const [one, same] = [(await list(all))[0]!, (await list(some))[0]!];
    expect(one.eventId).toBe(same.eventId);
    expect(one.id).not.toBe(same.id);
  });

  it('tells nothing of what was before an endpoint was there, or while it was off', async () => {
    // Times are kept to the millisecond, and what happens in the same one is told.
    const pass = (): Promise<void> => delay(5);
    await paid();
    await pass();
    const id = await listen();
    await seal();
    expect(await forward()).toBe(1);
    expect(await made()).toEqual([]);
    await test.store.webhooks.change(id, { enabled: false }, CHANNEL_ACTOR);
    await paid();
    await pass();
    await test.store.webhooks.change(id, { enabled: true }, CHANNEL_ACTOR);
    await seal();
    await forward();
    expect(await made()).toEqual([]);
    await paid();
    await seal();
    await forward();
    expect(await made()).toEqual(PAID);
  });

  it('takes several seals at once, and the rest the next time', async () => {
    await listen();
    for (let i = 0; i < 3; i++) {
      await receiveOne(test.store).then((order) => play(test.store, order, FUNDED));
      await seal();
    }
    expect(await test.store.webhooks.forward(2, tell)).toBe(2);
    expect(await made()).toHaveLength(2);
    expect(await test.store.webhooks.forward(2, tell)).toBe(1);
    expect(await made()).toHaveLength(3);
  });

  it('misses nothing that commits late, below what was sealed before', async () => {
    await listen();
    const late = anOrder();
    await test.store.payments.receive(late, aRequest(late));
    const holder = await test.sql.connect();
    await holder.query('begin');
    await holder.query(
      `insert into audit_entry (actor_kind, actor_id, object_kind, object_id, version, type, data, state)
       values ('system', 'workflow', 'payment', $1, 2, 'funding_succeeded', '{}', '{"status": "funded", "version": 2}')`,
      [late.id],
    );
    await paid();
    await seal();
    await forward();
    expect(await made()).toEqual(PAID);
    await holder.query('commit');
    holder.release();
    await seal();
    await forward();
    expect(await made()).toEqual([...PAID, 'payment.funded 2']);
  });

  it('makes each delivery once, however many forward at the same time', async () => {
    await listen();
    const forwarding = async () => {
      for (let i = 0; i < 15; i++) {
        await seal();
        await test.store.webhooks.forward(1, tell);
      }
    };
    const paying = async () => {
      for (let i = 0; i < 10; i++) await paid();
    };
    await Promise.all([forwarding(), forwarding(), forwarding(), paying()]);
    await seal();
    while ((await forward()) > 0);
    expect((await made()).sort()).toEqual([
      ...Array<string>(10).fill(PAID[0]!),
      ...Array<string>(10).fill(PAID[1]!),
    ]);
  });

  it('leaves no trace where it breaks off, and all is made the next time', async () => {
    await listen();
    await paid();
    await seal();
    let told = 0;
    const breaks: Tell = (change, before) => {
      if ((told += 1) === 3) throw new Error('killed');
      return tell(change, before);
    };
    await expect(forward(breaks)).rejects.toThrow('killed');
    expect(await count(test.sql, 'webhook_event')).toBe(0);
    expect(await forward()).toBe(1);
    expect(await made()).toEqual(PAID);
  });
});

describe('starting', () => {
  const startWith = (start: (one: WebhookStart) => Promise<boolean>) =>
    test.store.webhooks.startPending({ limit: 100, perChannel: 100 }, start);
  /** Lets the time of every claim pass. */
  const runOut = () =>
    test.sql.query(
      "update webhook_delivery set claimed_at = now() - interval '2 minutes' where claim is not null",
    );

  beforeEach(async () => {
    await listen();
    await paid();
    await seal();
    await forward();
  });

  it('starts each delivery once, and says what it is about', async () => {
    const started: WebhookStart[] = [];
    expect(await startWith(async (one) => started.push(one) > 0)).toBe(2);
    expect(started.map(({ type, again, channel }) => [type, again, channel])).toEqual([
      ['payment.funded', false, 'shop'],
      ['payment.succeeded', false, 'shop'],
    ]);
    expect(await startWith(async () => true)).toBe(0);
  });

  it('leaves what could not be started, or was not seen to be, for the next time', async () => {
    expect(await startWith(async ({ type }) => type === 'payment.funded')).toBe(1);
    const killed = startWith(() => Promise.reject(new Error('killed')));
    await expect(killed).rejects.toThrow('killed');
    await runOut();
    const started: string[] = [];
    await startWith(async ({ type }) => started.push(type) > 0);
    expect(started).toEqual(['payment.succeeded']);
  });

  it('holds nothing in the store while it starts, and loses no wish that comes meanwhile', async () => {
    const first: string[] = [];
    await startWith(async ({ id }) => {
      first.push(id);
      // Would wait for ever for a row that is held.
      return test.store.webhooks.askAgain(id, CHANNEL_ACTOR);
    });
    const again: WebhookStart[] = [];
    await startWith(async (one) => again.push(one) > 0);
    expect(again.map(({ id }) => id).sort()).toEqual(first.sort());
    expect(again.map((one) => one.again)).toEqual([true, true]);
  });

  describe('where a channel has more than it may have under way', () => {
    const at = '2026-01-31T10:00:00.000Z';
    const started: WebhookStart[] = [];
    const start = () =>
      test.store.webhooks.startPending({ limit: 10, perChannel: 3 }, async (one) => started.push(one) > 0);
    const of = (channel: string) => started.filter((one) => one.channel === channel).length;

    beforeEach(async () => {
      started.length = 0;
      for (let endpoint = 0; endpoint < 3; endpoint++) await listen();
      await paid();
      await seal();
      await forward();
      // Told last of all, when the shop has ten that wait.
      await listen({ channel: 'ivr' });
      await paid({ channel: 'ivr' });
      await seal();
      await forward();
    });

    it('the others do not wait for it', async () => {
      expect(await start()).toBe(5);
      expect([of('shop'), of('ivr')]).toEqual([3, 2]);
      expect(await start()).toBe(0);
    });

    it('it has the next when these were tried, and not while they are to be tried again', async () => {
      await start();
      const [first, second] = started.filter(({ channel }) => channel === 'shop');
      const later = { state: 'pending', nextInMs: 60_000 } as const;
      await test.store.webhooks.attempted(first!.id, { at, status: 500, durationMs: 1 }, later);
      await test.store.webhooks.attempted(
        second!.id,
        { at, status: 204, durationMs: 1 },
        { state: 'delivered' },
      );
      expect(await start()).toBe(2);
      await test.sql.query('update webhook_delivery set next_attempt_at = now() where id = $1', [first!.id]);
      await test.store.webhooks.attempted(
        started.at(-1)!.id,
        { at, status: 204, durationMs: 1 },
        { state: 'delivered' },
      );
      expect(await start()).toBe(0);
    });

    it('what has lost its workflow takes nobody’s place', async () => {
      await start();
      await test.sql.query("update webhook_delivery set started_at = started_at - interval '11 minutes'");
      expect(await start()).toBe(3);
    });
  });

  it('is taken up by another where who claimed them died', async () => {
    const dying = startWith(() => new Promise(() => {}));
    const claimed = async () =>
      (await test.sql.query('select from webhook_delivery where claim is not null')).rows.length;
    while ((await claimed()) < 2) await delay(5);
    expect(await startWith(async () => true)).toBe(0);
    await runOut();
    expect(await startWith(async () => true)).toBe(2);
    void dying;
  });

  it('is done anew for what should have been tried long ago, and for nothing else', async () => {
    const ids: string[] = [];
    await startWith(async ({ id }) => ids.push(id) > 0);
    const [stuck, waiting] = ids as [string, string];
    const revive = () => test.store.webhooks.reviveStuck(100, 60_000);
    expect(await revive()).toBe(0);
    await test.sql.query("update webhook_delivery set started_at = now() - interval '1 hour'");
    const at = '2026-01-31T10:00:00.000Z';
    const later = { state: 'pending', nextInMs: 60_000 } as const;
    await test.store.webhooks.attempted(waiting, { at, status: 500, durationMs: 1 }, later);
    expect(await revive()).toBe(1);
    const anew: WebhookStart[] = [];
    await startWith(async (one) => anew.push(one) > 0);
    expect(anew).toMatchObject([{ id: stuck, again: false }]);
    await test.store.webhooks.attempted(stuck, { at, status: 204, durationMs: 1 }, { state: 'delivered' });
    await test.sql.query("update webhook_delivery set started_at = now() - interval '1 hour' where id = $1", [
      stuck,
    ]);
    expect(await revive()).toBe(0);
  });

  it('is not done anew for what its workflow, alive after all, has settled meanwhile, unless somebody asks', async () => {
    const ids: string[] = [];
    await startWith(async ({ id }) => ids.push(id) > 0);
    await test.sql.query("update webhook_delivery set started_at = now() - interval '1 hour'");
    expect(await test.store.webhooks.reviveStuck(100, 60_000)).toBe(2);
    const took = { at: '2026-01-31T10:00:00.000Z', status: 204, durationMs: 1 };
    await test.store.webhooks.askAgain(ids[1]!, CHANNEL_ACTOR);
    for (const id of ids) await test.store.webhooks.attempted(id, took, { state: 'delivered' });
    const anew: WebhookStart[] = [];
    expect(await startWith(async (one) => anew.push(one) > 0)).toBe(2);
    expect(anew).toMatchObject([{ id: ids[1], again: true }]);
    expect(await startWith(async () => true)).toBe(0);
  });

  it('is done by one at a time for each delivery', async () => {
    const started: string[] = [];
    const one = () =>
      startWith(async ({ id }) => {
        started.push(id);
        await new Promise((resolve) => setImmediate(resolve));
        return true;
      });
    await Promise.all([one(), one(), one()]);
    expect(new Set(started).size).toBe(started.length);
    expect(started).toHaveLength(2);
  });

  it('starts again what somebody wants again', async () => {
    const first: string[] = [];
    await startWith(async ({ id }) => first.push(id) > 0);
    expect(await test.store.webhooks.askAgain(first[0]!, CHANNEL_ACTOR)).toBe(true);
    const again: WebhookStart[] = [];
    expect(await startWith(async (one) => again.push(one) > 0)).toBe(1);
    expect(again).toMatchObject([{ id: first[0], again: true }]);
    expect(await startWith(async () => true)).toBe(0);
    expect(await test.store.webhooks.askAgain('whd_none', CHANNEL_ACTOR)).toBe(false);
  });
});
