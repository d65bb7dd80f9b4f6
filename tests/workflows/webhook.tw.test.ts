import { randomBytes } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Webhook } from 'standardwebhooks';
import type { Worker } from '@temporalio/worker';
import { newWebhookSecret, secretPurpose } from '../../api/routes/webhook-secrets';
import { parsePayloadKeys } from '../../client/codec';
import { SecretBox } from '../../client/secret-box';
import { deliverAgain, startDelivery } from '../../client/webhooks-client';
import { DEFAULT_OPERATING_SETTINGS, withChanges } from '../../domain/operating-settings';
import type { OperatingSettings } from '../../domain/operating-settings';
import { WEBHOOK_SCHEDULE } from '../../domain/schedules';
import { FakeSender } from '../../gateways/webhook/fake-sender';
import { StoreUnavailable } from '../../store/interfaces/failures';
import type { Store } from '../../store/interfaces/store';
import { createStore } from '../../store/store';
import { readSettings } from '../../workers/settings';
import { createWebhookWorker } from '../../workers/webhooks';
import { freshDatabase } from '../harness/database';
import type { TestDatabase } from '../harness/database';
import { timeSkippingEnvironment } from '../harness/time-skipping';
import { makeDelivery } from '../support/deliveries';
import type { MadeDelivery } from '../support/deliveries';
import { eventually } from '../support/eventually';

let environment: TestWorkflowEnvironment;
let database: TestDatabase;
let store: Store;
let worker: Worker;
let working: Promise<void>;
let sender: FakeSender;
let operating: OperatingSettings;
const keys = `test:${randomBytes(32).toString('base64')}`;
const box = new SecretBox(parsePayloadKeys(keys));
const actor = { kind: 'channel', id: 'shop' } as const;
const hour = 3_600_000;

beforeAll(async () => {
  [environment, database] = await Promise.all([timeSkippingEnvironment(), freshDatabase()]);
  store = createStore({ databaseUrl: database.url, poolSize: 4 });
  const { client, nativeConnection: connection } = environment;
  const settings = readSettings({ DATABASE_URL: database.url, PAYLOAD_KEYS: keys });
  sender = new FakeSender();
  worker = await createWebhookWorker(
    settings,
    { connection, client, close: async () => {} },
    store.webhooks,
    sender,
    () => operating,
  );
  working = worker.run();
});
beforeEach(() => {
  sender.arrived.splice(0);
  operating = DEFAULT_OPERATING_SETTINGS;
});
afterAll(async () => {
  worker?.shutdown();
  await working;
  await store?.close();
  await environment?.teardown();
  await database?.drop();
});

const aDelivery = () => makeDelivery(store.webhooks, keys);
const kept = async (id: string) => (await store.webhooks.delivery(id))!;
const ended = (id: string): Promise<unknown> => environment.client.workflow.getHandle(id).result();

/** Brings it to its end; how long that took by the workflow's clock. */
async function deliver(delivery: MadeDelivery) {
  const before = await environment.currentTimeMs();
  await startDelivery(environment.client, delivery);
  const result = await ended(delivery.id);
  return { result, took: (await environment.currentTimeMs()) - before };
}

test('a receiver that takes it gets it once, and finds it genuine', async () => {
  const delivery = await aDelivery();
  expect(await deliver(delivery)).toMatchObject({ result: { kind: 'delivered' } });
  const [arrived, ...more] = sender.arrived;
  expect(more).toEqual([]);
  expect(arrived!.body).toBe(delivery.body);
  expect(new Webhook(delivery.secret).verify(arrived!.body, arrived!.headers)).toEqual(
    JSON.parse(delivery.body),
  );
  expect(await kept(delivery.id)).toMatchObject({
    ...{ eventId: arrived!.headers['webhook-id'], state: 'delivered', attempts: 1 },
    log: [{ number: 1, status: 204, durationMs: expect.any(Number) }],
  });
});

test('starting it twice is as good as once', async () => {
  const delivery = await aDelivery();
  await Promise.all([deliver(delivery), startDelivery(environment.client, delivery)]);
  expect(sender.arrived).toHaveLength(1);
});

test('started anew, it is left to the run that is under way, and to a new one where none is', async () => {
  const delivery = await aDelivery();
  sender.script(500);
  const before = await environment.currentTimeMs();
  await startDelivery(environment.client, delivery);
  await eventually(async () => expect((await kept(delivery.id)).attempts).toBe(1));
  await startDelivery(environment.client, delivery);
  expect(await ended(delivery.id)).toEqual({ kind: 'delivered' });
  expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(WEBHOOK_SCHEDULE[0]!);
  expect(sender.arrived).toHaveLength(2);
  expect((await deliver(delivery)).result).toEqual({ kind: 'delivered' });
  expect(sender.arrived).toHaveLength(3);
});

test.each([
  ['an error', 500],
  ['a redirect', 301],
  ['a refusal', 404],
])('%s is tried again until it is taken, under the same id', async (_what, status) => {
  const delivery = await aDelivery();
  sender.script(status, 2);
  const { result, took } = await deliver(delivery);
  expect(result).toEqual({ kind: 'delivered' });
  expect(took).toBeGreaterThanOrEqual(WEBHOOK_SCHEDULE[0]! + WEBHOOK_SCHEDULE[1]!);
  expect(sender.arrived).toHaveLength(3);
  expect(new Set(sender.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect((await kept(delivery.id)).log.map(({ status: got }) => got)).toEqual([status, status, 204]);
});

test('a receiver that is away is tried at least 16 times over at least 24 hours; then it is given up', async () => {
  const delivery = await aDelivery();
  sender.script({ kind: 'unanswered', reason: 'timeout' }, WEBHOOK_SCHEDULE.length + 1);
  const { result, took } = await deliver(delivery);
  expect(result).toEqual({ kind: 'given_up', reason: 'schedule_used_up' });
  expect(took).toBeGreaterThanOrEqual(24 * hour);
  const { state, attempts, log, nextAttemptAt } = await kept(delivery.id);
  expect([state, nextAttemptAt]).toEqual(['failed', undefined]);
  expect(attempts).toBeGreaterThanOrEqual(16);
  expect(log).toHaveLength(attempts);
  expect(log[0]).toMatchObject({ error: 'no answer in time' });
});

test('a changed schedule is that of the next wait, also of what is under way', async () => {
  const webhookMs = [...Array<number>(15).fill(2 * hour), 3 * hour];
  operating = withChanges(operating, { retries: { webhookMs } });
  const delivery = await aDelivery();
  sender.script(500, 1 + webhookMs.length);
  const before = await environment.currentTimeMs();
  await startDelivery(environment.client, delivery);
  await eventually(async () => expect((await kept(delivery.id)).attempts).toBe(1));
  const { nextAttemptAt, log } = await kept(delivery.id);
  expect(Date.parse(nextAttemptAt!) - Date.parse(log[0]!.at)).toBeGreaterThanOrEqual(2 * hour);
  operating = withChanges(operating, { retries: { webhookMs: [...webhookMs.slice(0, 15), 9 * hour] } });
  expect(await ended(delivery.id)).toEqual({ kind: 'given_up', reason: 'schedule_used_up' });
  expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual((15 * 2 + 9) * hour);
  expect((await kept(delivery.id)).attempts).toBe(1 + webhookMs.length);
});

test('a receiver that asks for patience gets it', async () => {
  const delivery = await aDelivery();
  sender.script({ kind: 'answered', status: 503, text: 'busy', retryAfterMs: hour });
  const { took } = await deliver(delivery);
  expect(took).toBeGreaterThanOrEqual(hour);
  expect((await kept(delivery.id)).log[0]).toMatchObject({ status: 503, response: 'busy' });
});

test('a receiver that is gone is not tried again, and its endpoint is off', async () => {
  const delivery = await aDelivery();
  sender.script(410);
  expect((await deliver(delivery)).result).toEqual({ kind: 'given_up', reason: 'gone' });
  expect((await kept(delivery.id)).state).toBe('failed');
  const endpoint = await store.webhooks.endpoint(delivery.endpointId);
  expect(endpoint).toMatchObject({ enabled: false, disabledReason: 'gone' });
});

test('an endpoint that is turned off is sent nothing, also of what is under way', async () => {
  const delivery = await aDelivery();
  sender.script(500);
  await startDelivery(environment.client, delivery);
  await eventually(async () => expect((await kept(delivery.id)).attempts).toBe(1));
  await store.webhooks.change(delivery.endpointId, { enabled: false }, actor);
  expect(await ended(delivery.id)).toEqual({ kind: 'given_up', reason: 'off' });
  expect(sender.arrived).toHaveLength(1);
  expect(await kept(delivery.id)).toMatchObject({ state: 'failed', attempts: 1 });
});

test('whoever asks while it waits has it sent at once', async () => {
  const delivery = await aDelivery();
  sender.script({ kind: 'answered', status: 503, text: '', retryAfterMs: 5 * hour });
  const before = await environment.currentTimeMs();
  await startDelivery(environment.client, delivery);
  await eventually(async () => expect((await kept(delivery.id)).attempts).toBe(1));
  await deliverAgain(environment.client, delivery);
  await eventually(async () => expect((await kept(delivery.id)).state).toBe('delivered'));
  expect((await environment.currentTimeMs()) - before).toBeLessThan(5 * hour);
  expect(sender.arrived).toHaveLength(2);
  expect(await ended(delivery.id)).toEqual({ kind: 'delivered' });
});

test('asking in vain uses up none of the schedule', async () => {
  const delivery = await aDelivery();
  sender.script(500, WEBHOOK_SCHEDULE.length + 2);
  await startDelivery(environment.client, delivery);
  await eventually(async () => expect((await kept(delivery.id)).attempts).toBe(1));
  await deliverAgain(environment.client, delivery);
  await ended(delivery.id);
  expect((await kept(delivery.id)).attempts).toBe(WEBHOOK_SCHEDULE.length + 2);
});

test('what has ended, well or not, is sent once more by a new run, under the same id', async () => {
  const delivery = await aDelivery();
  sender.script(410);
  await deliver(delivery);
  await store.webhooks.change(delivery.endpointId, { enabled: true }, actor);
  for (const arrived of [2, 3]) {
    await deliverAgain(environment.client, delivery);
    expect(await ended(delivery.id)).toEqual({ kind: 'delivered' });
    expect(sender.arrived).toHaveLength(arrived);
  }
  expect(new Set(sender.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await kept(delivery.id)).toMatchObject({ state: 'delivered', attempts: 3 });
});

test.each([
  ['is taken', 204],
  ['is the last of all', 410],
])('asked for during a try that %s, it is brought once more', async (_what, status) => {
  const delivery = await aDelivery();
  const { attempted } = store.webhooks;
  let [begun, goOn] = [(): void => {}, (): void => {}];
  const held = new Promise<void>((resolve) => (begun = resolve));
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  store.webhooks.attempted = async (...args) => {
    store.webhooks.attempted = attempted;
    await attempted(...args);
    begun();
    await gate;
  };
  sender.script(status);
  await startDelivery(environment.client, delivery);
  await held;
  await store.webhooks.change(delivery.endpointId, { enabled: true }, actor);
  await store.webhooks.askAgain(delivery.id, actor);
  expect((await kept(delivery.id)).state).toBe('pending');
  await deliverAgain(environment.client, delivery);
  goOn();
  expect(await ended(delivery.id)).toEqual({ kind: 'delivered' });
  expect(sender.arrived).toHaveLength(2);
  expect(await kept(delivery.id)).toMatchObject({ state: 'delivered', attempts: 2 });
});

test('during rotations each of the secrets fits', async () => {
  const delivery = await aDelivery();
  const secrets = [newWebhookSecret(), newWebhookSecret()];
  for (const [index, one] of secrets.entries()) {
    const secret = box.seal(one, secretPurpose(delivery.endpointId));
    const rotation = { secret, commandId: `rotation-${index}`, overlapMs: hour };
    await store.webhooks.rotate(delivery.endpointId, rotation, actor);
  }
  await deliver(delivery);
  const { body, headers } = sender.arrived[0]!;
  for (const one of [...secrets, delivery.secret])
    expect(() => new Webhook(one).verify(body, headers)).not.toThrow();
});

test('a store that is away costs no try of the schedule', async () => {
  const delivery = await aDelivery();
  const { attempted } = store.webhooks;
  let failures = 2;
  store.webhooks.attempted = async (...args) => {
    if (failures-- > 0) throw new StoreUnavailable('connection refused');
    return attempted(...args);
  };
  expect((await deliver(delivery)).result).toEqual({ kind: 'delivered' });
  store.webhooks.attempted = attempted;
  expect(new Set(sender.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await kept(delivery.id)).toMatchObject({ state: 'delivered', attempts: 1 });
});
