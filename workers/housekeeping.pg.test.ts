import { pino } from 'pino';
import { count, openTestStore } from '../store/testing/database';
import type { TestStore } from '../store/testing/database';
import { aRequest, anOrder } from '../store/testing/fixtures';
import { eventually } from '../tests/support/eventually';
import { makeDelivery } from '../tests/support/deliveries';
import { startHousekeeping } from './housekeeping';
import { readSettings } from './settings';

let test: TestStore;
beforeEach(async () => void (test = await openTestStore()));
afterEach(() => test.close());

const DAY = 86_400_000;
const KEYS = `k:${Buffer.alloc(32, 1).toString('base64')}`;
const at = '2026-01-31T10:00:00.000Z';
const ago = (column: string, table: string, where = 'true') =>
  test.sql.query(`update ${table} set ${column} = ${column} - interval '2 days' where ${where}`);

it('forgets answers after their time, and never a payment’s key', async () => {
  const { idempotency, payments } = test.store;
  const order = anOrder();
  await payments.receive(order, aRequest(order));
  await idempotency.begin('shop', 'old', 'hash');
  await idempotency.finish('shop', 'old', 1, 200, {});
  await idempotency.begin('shop', 'dead', 'hash');
  await ago('created_at', 'idempotency_key');
  await idempotency.begin('shop', 'new', 'hash');
  expect(await idempotency.forget(1, DAY)).toBe(1);
  expect(await idempotency.forget(10, DAY)).toBe(1);
  expect(await idempotency.forget(10, DAY)).toBe(0);
  expect((await payments.receive(order, aRequest(order))).kind).toBe('replayed');
  expect((await idempotency.begin('shop', 'new', 'hash')).kind).toBe('running');
  expect(await idempotency.begin('shop', 'old', 'another')).toEqual({ kind: 'new', attempt: 1 });
});

it('forgets deliveries that were settled long ago, whole, and no others', async () => {
  const { webhooks } = test.store;
  const [old, pending, fresh] = [
    await makeDelivery(webhooks, KEYS),
    await makeDelivery(webhooks, KEYS),
    await makeDelivery(webhooks, KEYS),
  ];
  const took = { at, status: 204, durationMs: 1 };
  await webhooks.attempted(old.id, took, { state: 'delivered' });
  await webhooks.attempted(pending.id, { ...took, status: 500 }, { state: 'pending', nextInMs: 1 });
  await ago('settled_at', 'webhook_delivery', 'settled_at is not null');
  await ago('created_at', 'webhook_delivery');
  await webhooks.attempted(fresh.id, took, { state: 'delivered' });
  expect(await webhooks.forget(10, DAY)).toBe(1);
  expect(await webhooks.forget(10, DAY)).toBe(0);
  expect(await webhooks.delivery(old.id)).toBeUndefined();
  expect(await webhooks.delivery(pending.id)).toBeDefined();
  expect(await webhooks.delivery(fresh.id)).toBeDefined();
  for (const table of ['webhook_event', 'webhook_attempt', 'webhook_delivery'])
    expect(await count(test.sql, table)).toBe(2);
});

it('keeps an event for as long as another endpoint is told of it', async () => {
  const { webhooks } = test.store;
  const [one, other] = [await makeDelivery(webhooks, KEYS), await makeDelivery(webhooks, KEYS)];
  await test.sql.query(
    'update webhook_delivery set event_id = (select event_id from webhook_delivery where id = $1)',
    [one.id],
  );
  await webhooks.attempted(one.id, { at, status: 204, durationMs: 1 }, { state: 'delivered' });
  await ago('settled_at', 'webhook_delivery', 'settled_at is not null');
  expect(await webhooks.forget(10, DAY)).toBe(1);
  expect((await webhooks.toSend(other.id))!.body).toBe(one.body);
});

it('leaves no event behind, whoever else deletes at the same time', async () => {
  const { webhooks } = test.store;
  const [one, other] = [await makeDelivery(webhooks, KEYS), await makeDelivery(webhooks, KEYS)];
  const [{ id: told }] = (
    await test.sql.query('select event_id as id from webhook_delivery where id = $1', [one.id])
  ).rows as [{ id: string }];
  await test.sql.query('update webhook_delivery set event_id = $1', [told]);
  await test.sql.query('delete from webhook_event where id <> $1', [told]);
  for (const { id } of [one, other]) {
    await webhooks.attempted(id, { at, status: 204, durationMs: 1 }, { state: 'delivered' });
    await ago('settled_at', 'webhook_delivery', "settled_at > now() - interval '1 day'");
  }
  // The first has the first delivery, and waits for its attempt.
  const holder = await test.sql.connect();
  await holder.query('begin');
  await holder.query('select from webhook_attempt where delivery_id = $1 for update', [one.id]);
  const first = webhooks.forget(1, DAY);
  const waits =
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await eventually(async () => expect((await test.sql.query(waits)).rows).toHaveLength(1));
  await webhooks.forget(1, DAY);
  await holder.query('commit');
  holder.release();
  expect(await first).toBe(1);
  while ((await webhooks.forget(1, DAY)) > 0);
  for (const table of ['webhook_event', 'webhook_attempt', 'webhook_delivery'])
    expect(await count(test.sql, table)).toBe(0);
});

it('forgets messages of which there was no news for long', async () => {
  const { messages } = test.store;
  const sent = (messageId: string) =>
    messages.sent({ notificationId: 'n', paymentId: 'pay_1', way: 'smpp', messageId });
  await sent('old');
  await ago('at', 'message');
  await sent('new');
  expect(await messages.forget(10, DAY)).toBe(1);
  expect(await messages.list('pay_1')).toHaveLength(1);
});

it('is done by the worker, whatever of it fails', async () => {
  const { idempotency, webhooks, messages } = test.store;
  const stuck = await makeDelivery(webhooks, KEYS);
  await webhooks.startPending({ limit: 1, perChannel: 9 }, async () => true);
  await ago('started_at', 'webhook_delivery');
  await messages.sent({ notificationId: 'n', paymentId: 'pay_1', way: 'smpp', messageId: 'old' });
  await ago('at', 'message');
  const settings = readSettings({ DATABASE_URL: test.url, PAYLOAD_KEYS: KEYS, MESSAGE_KEEP_MS: String(DAY) });
  const failing = { ...idempotency, forget: () => Promise.reject(new Error('away')) };
  const silent = pino({ level: 'silent' });
  const housekeeping = startHousekeeping({ idempotency: failing, webhooks, messages }, settings, silent, 5);
  await eventually(async () => expect(await messages.list('pay_1')).toEqual([]));
  await housekeeping.stop();
  const anew: unknown[] = [];
  await webhooks.startPending(
    { limit: 10, perChannel: 10 },
    async (one) => anew.push([one.id, one.again]) > 0,
  );
  expect(anew).toEqual([[stuck.id, false]]);
});
