import { setTimeout as sleep } from 'node:timers/promises';
import type { temporal } from '@temporalio/proto';
import type { Swept } from '../../activities/sweeping';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import { StoreUnavailable } from '../../store/interfaces/failures';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterEach(() => {
  // What a test did not use up, or could not put back as it failed, is no trouble of the next one.
  world.acquirer.clearScript();
  world.biller.clearScript();
  jest.restoreAllMocks();
});
afterAll(() => world.close());

const manager = { kind: 'user', id: 'maria' } as const;
const note = 'seen in the acquirer’s back office';

/** Runs a payment until it is on the attention list, with time skipped as far as that needs. */
async function untilAttention(order: PaymentOrder): Promise<PaymentState> {
  await world.client.start(order, { fresh: true, waitMs: 0 });
  for (;;) {
    const { state } = (await world.store.payments.get(order.id))!;
    if (state.attention) {
      await atRest(order);
      return state;
    }
    await world.environment.sleep('6h');
  }
}

/** Waits until a payment's workflow has nothing under way, and waits itself. */
async function atRest({ id }: PaymentOrder): Promise<void> {
  const handle = world.environment.client.workflow.getHandle(id);
  while (openTasks(await handle.fetchHistory()) > 0) await sleep(20);
}

function openTasks({ events }: temporal.api.history.v1.IHistory): number {
  let open = 0;
  for (const event of events ?? []) {
    if (event.workflowTaskScheduledEventAttributes ?? event.activityTaskScheduledEventAttributes) open += 1;
    if (event.workflowTaskCompletedEventAttributes ?? event.activityTaskCompletedEventAttributes) open -= 1;
    if (event.workflowTaskFailedEventAttributes ?? event.activityTaskFailedEventAttributes) open -= 1;
    if (event.workflowTaskTimedOutEventAttributes ?? event.activityTaskTimedOutEventAttributes) open -= 1;
  }
  return open;
}

const end = (order: PaymentOrder): Promise<PaymentState> =>
  world.environment.client.workflow.getHandle(order.id).result() as Promise<PaymentState>;

test('an outcome that nobody can tell is asked about for days, and then a person is', async () => {
  const order = await world.order();
  world.acquirer.script('authorise', { kind: 'dropAfter' });
  world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 12);
  const state = await untilAttention(order);
  expect(state).toMatchObject({
    status: 'processing',
    attention: 'funding_unresolved',
    funding: { status: 'unknown' },
  });
  expect(world.acquirer.calls.inquireAuthorisation).toBeGreaterThanOrEqual(12);
  const { items } = await world.store.payments.list({ attention: true }, { limit: 10 });
  expect(items.map((item) => item.order.id)).toContain(order.id);

  const asked = await world.client.resolve(order.id, { decision: 'ask_again', note }, manager);
  expect(asked.funding.status).toBe('succeeded');
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
  expect((await world.store.payments.get(order.id))!.state.attention).toBeUndefined();
});

test.each([
  ['succeeded', 'succeeded'],
  ['declined', 'declined'],
] as const)('a person says that the funding %s', async (decision, status) => {
  const order = await world.order();
  world.acquirer.script('authorise', { kind: 'dropBefore' });
  world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 20);
  await untilAttention(order);
  await world.client.resolve(order.id, { decision, note }, manager);
  expect(await end(order)).toMatchObject({ status });
  const facts = await world.store.payments.facts(order.id);
  expect(facts.filter(({ actor }) => actor.id === 'maria').map(({ fact }) => fact.type)).toEqual([
    `funding_${decision}`,
  ]);
});

test('news makes it look, and does not wear its patience out', async () => {
  const order = await world.order();
  world.acquirer.script('authorise', { kind: 'dropAfter' });
  world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 40);
  await world.client.start(order, { fresh: true, waitMs: 0 });
  await atRest(order);
  for (let visits = 0; visits < 40; visits++) {
    await world.client.news(order.id);
    await sleep(25);
  }
  const { state } = (await world.store.payments.get(order.id))!;
  expect(state).toMatchObject({ status: 'processing', funding: { status: 'unknown' } });
  expect(state.attention).toBeUndefined();
  world.acquirer.clearScript();
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
});

test('of two decisions at once, one is acted on and the other is refused', async () => {
  const order = await world.order();
  world.biller.script('register', { kind: 'decline', code: 'account_closed' });
  world.acquirer.script('refund', { kind: 'decline', code: 'not_authorised' });
  await untilAttention(order);
  const decide = () => world.client.resolve(order.id, { decision: 'succeeded', note }, manager);
  const results = await Promise.allSettled([decide(), decide(), decide()]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await end(order)).toMatchObject({ status: 'reversed' });
});

test('a refused capture lets go of what the payer authorised', async () => {
  const order = await world.pageOrder();
  await world.client.start(order, { fresh: true, waitMs: 20_000 });
  world.acquirer.script('capture', { kind: 'decline', code: 'amount_out_of_range' });
  world.acquirer.pay(`${order.id}.fund`);
  await world.client.news(order.id);
  expect(await end(order)).toMatchObject({ status: 'declined' });
  expect(world.books(order)).toMatchObject({ charges: 1, captures: 0, releases: 1, registrations: 0 });
});

test('a refund that the acquirer refuses needs a person at once, and ends when one has seen to it', async () => {
  const order = await world.order();
  world.biller.script('register', { kind: 'decline', code: 'account_closed' });
  world.acquirer.script('refund', { kind: 'decline', code: 'not_authorised' });
  expect(await untilAttention(order)).toMatchObject({ status: 'reversing', attention: 'reversal_refused' });
  await world.client.resolve(order.id, { decision: 'succeeded', note: 'paid back by transfer' }, manager);
  expect(await end(order)).toMatchObject({ status: 'reversed' });
});

test.each(['a person says so', 'nothing came'])(
  'a closed page that can not be looked at leaves the list when %s',
  async (how) => {
    const order = await world.pageOrder({ openFor: 60_000 });
    // The close itself, and then every look at what became of it.
    world.acquirer.script('expirePage', { kind: 'serverError' }, 7);
    expect(await untilAttention(order)).toMatchObject({
      status: 'expired',
      attention: 'late_authorisation_not_released',
    });
    const decision = how === 'nothing came' ? 'ask_again' : 'declined';
    await world.client.resolve(order.id, { decision, note }, manager);
    const ended = await end(order);
    expect(ended).toMatchObject({ status: 'expired' });
    expect(ended.attention).toBeUndefined();
  },
);

test('a decision on a payment that needs none is refused', async () => {
  const order = await world.pageOrder();
  await world.client.start(order, { fresh: true, waitMs: 20_000 });
  const decided = world.client.resolve(order.id, { decision: 'succeeded', note }, manager);
  await expect(decided).rejects.toMatchObject({ reason: 'not_in_attention' });
});

test('a store that is away in the middle of a payment costs time, not money', async () => {
  const order = await world.order();
  const { record } = world.store.payments;
  let away = 3;
  jest.spyOn(world.store.payments, 'record').mockImplementation((change) => {
    if (change.order.id === order.id && away-- > 0) throw new StoreUnavailable('connection refused');
    return record.call(world.store.payments, change);
  });
  expect(await world.run(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
  expect(away).toBeLessThanOrEqual(0);
});

test('an attempt that was given up and finished after all is believed, not repeated', async () => {
  const order = await world.order();
  jest.replaceProperty(world.acquirer.books, 'idempotent', false);
  jest.replaceProperty(world.acquirer, 'absentAfterMs', 3000);
  world.acquirer.script('authorise', { kind: 'delay', ms: 600 });
  expect(await world.run(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
});

test('a payment that was accepted and never started is started by the sweep, once', async () => {
  const order = await world.order();
  const { client } = world.environment;
  const sweep = (): Promise<Swept> =>
    client.workflow.execute('sweep', { taskQueue: 'payments', workflowId: `sweep-${Date.now()}`, args: [0] });
  const swept = await sweep();
  expect(swept.failed).toBe(0);
  expect(swept.looked).toBeGreaterThanOrEqual(1);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
});

test('a payment whose workflow was terminated is taken up where it stood', async () => {
  const order = await world.pageOrder();
  await world.client.start(order, { fresh: true, waitMs: 20_000 });
  // The test server never skips time again after a workflow that ended in the middle of a task.
  await atRest(order);
  await world.environment.client.workflow.getHandle(order.id).terminate('by operations');
  const { state } = (await world.store.payments.get(order.id))!;
  await world.client.restart(order, state);
  world.acquirer.pay(`${order.id}.fund`);
  await world.client.news(order.id);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toMatchObject({ charges: 1, captures: 1, registrations: 1 });
});

test('the same payment started twice runs once', async () => {
  const order = await world.order();
  await Promise.all([1, 2, 3].map(() => world.client.start(order, { fresh: false, waitMs: 0 })));
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  await world.client.start(order, { fresh: false, waitMs: 0 });
  expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
});
