import { setTimeout as delay } from 'node:timers/promises';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import { INQUIRY_SCHEDULE } from '../../domain/schedules';
import { referenceOf } from '../../domain/steps';
import { paymentState, refundState } from '../../workflows/messages';
import { eventually } from '../support/eventually';
import { lateAnswer, lateRefundAnswer } from '../support/late-answers';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterEach(() => {
  world.acquirer.clearScript();
  world.biller.clearScript();
});
afterAll(() => world.close());

const DAY = 24 * 60 * 60_000;
const maria = { kind: 'user', id: 'maria' } as const;
const verdict = { decision: 'declined', note: 'seen in both books' } as const;

const handleOf = (id: string) => world.environment.client.workflow.getHandle(id);
const end = <S>(id: string): Promise<S> => handleOf(id).result() as Promise<S>;
const inStore = async (id: string): Promise<PaymentState> => (await world.store.payments.get(id))!.state;

/** Lets time pass until a payment's workflow is in that trouble. */
async function untilAsked(id: string, attention: string): Promise<void> {
  const known = async () => [await inStore(id), await handleOf(id).query(paymentState)];
  // Where the store knows before the workflow does, that would refuse a decision until then.
  while ((await known()).some((state) => state.attention !== attention)) {
    await world.environment.sleep('6h');
    await delay(20);
  }
}

const sweep = (): Promise<unknown> =>
  world.environment.client.workflow.execute('sweep', {
    taskQueue: 'payments',
    workflowId: `sweep-${Date.now()}`,
    args: [0],
  });

/** Not known to be credited, so a person said that it was not; and the money can't go back for a while. */
async function reversing(order: PaymentOrder): Promise<PaymentState> {
  world.biller.script('register', { kind: 'dropBefore' });
  world.biller.script('inquire', { kind: 'serverError' }, 50);
  await world.client.start(order, { fresh: true, waitMs: 0 });
  await untilAsked(order.id, 'crediting_unresolved');
  const known = await inStore(order.id);
  world.acquirer.script('refund', { kind: 'dropBefore' });
  world.acquirer.script('inquire', { kind: 'serverError' }, 50);
  await world.client.resolve(order.id, verdict, maria);
  while ((await inStore(order.id)).reversal.status !== 'unknown') await delay(20);
  return known;
}

test('a payment that is being given back and turns out to be credited waits for a person, though the reversal ends well', async () => {
  const order = await world.order();
  const known = await reversing(order);
  await lateAnswer(world.store, order, known, { type: 'crediting_succeeded', externalId: 'reg_1' });
  expect(await inStore(order.id)).toMatchObject({ status: 'reversing', attention: 'outcome_contradicts' });
  world.acquirer.clearScript();
  while ((await inStore(order.id)).status !== 'reversed') await world.environment.sleep('6h');
  await untilAsked(order.id, 'outcome_contradicts');
  const { items } = await world.store.payments.list({ attention: true }, { limit: 10 });
  expect(items.map((item) => item.order.id)).toContain(order.id);

  await world.client.resolve(order.id, verdict, maria);
  const ended = await end<PaymentState>(order.id);
  expect(ended).toMatchObject({ status: 'reversed', crediting: { status: 'declined' } });
  expect(ended.attention).toBeUndefined();
  expect((await world.facts(order)).at(-1)).toBe('attention_cleared');
});

test('of two troubles, the contradiction is asked about first, and the other then', async () => {
  const order = await world.order();
  const known = await reversing(order);
  await untilAsked(order.id, 'reversal_unresolved');
  await lateAnswer(world.store, order, known, { type: 'crediting_succeeded', externalId: 'reg_1' });
  // Said of the reversal by one who did not know of the contradiction.
  await world.client.resolve(order.id, verdict, maria);
  await untilAsked(order.id, 'outcome_contradicts');
  await world.client.resolve(order.id, verdict, maria);
  await untilAsked(order.id, 'reversal_unresolved');
  await world.client.resolve(order.id, { ...verdict, decision: 'succeeded' }, maria);
  expect(await end(order.id)).toMatchObject({ status: 'reversed' });
  expect(await withoutSummary(order.id)).toEqual([]);
});

test('a person who sees the contradiction on the list is heard while the reversal is still being asked about', async () => {
  world.operate({ retries: { inquiryMs: [DAY] } });
  const order = await world.order();
  const known = await reversing(order);
  await lateAnswer(world.store, order, known, { type: 'crediting_succeeded', externalId: 'reg_1' });
  const notYet = world.client.resolve(order.id, verdict, maria);
  await expect(notYet).rejects.toMatchObject({ reason: 'not_in_attention' });
  await world.client.news(order.id);
  const decided = await eventually(() => world.client.resolve(order.id, verdict, maria));
  expect(decided).toMatchObject({ status: 'reversing' });
  expect(decided.attention).toBeUndefined();
  world.acquirer.clearScript();
  expect(await end(order.id)).toMatchObject({ status: 'reversed' });
  world.operate({ retries: { inquiryMs: INQUIRY_SCHEDULE } });
});

/** The remote activities and timers that say nothing in the Web UI. */
async function withoutSummary(id: string): Promise<unknown[]> {
  const events = (await handleOf(id).fetchHistory()).events ?? [];
  const steps = events.filter(
    (one) => one.activityTaskScheduledEventAttributes ?? one.timerStartedEventAttributes,
  );
  expect(steps).not.toEqual([]);
  return steps.filter(({ userMetadata }) => !userMetadata?.summary);
}

test('what a declined payment may still hold is let go once its contradiction is settled', async () => {
  const order = await world.pageOrder();
  await world.client.start(order, { fresh: true, waitMs: 20_000 });
  world.acquirer.script('capture', { kind: 'dropBefore' });
  world.acquirer.script('inquire', { kind: 'serverError' }, 50);
  world.acquirer.pay(referenceOf(order.id, 'open_page'));
  await world.client.news(order.id);
  await untilAsked(order.id, 'funding_unresolved');
  const known = await inStore(order.id);
  world.acquirer.script('expirePage', { kind: 'serverError' }, 50);
  await world.client.resolve(order.id, verdict, maria);
  await lateAnswer(world.store, order, known, { type: 'funding_succeeded', externalId: 'auth_1' });
  await untilAsked(order.id, 'outcome_contradicts');
  await world.client.resolve(order.id, verdict, maria);
  await untilAsked(order.id, 'late_authorisation_not_released');
  world.acquirer.clearScript();
  await world.client.resolve(order.id, { ...verdict, decision: 'ask_again' }, maria);
  expect(await end(order.id)).toMatchObject({ status: 'declined' });
  expect(world.books(order)).toMatchObject({ captures: 0, releases: 1 });
  expect((await inStore(order.id)).attention).toBeUndefined();
});

test('a refund that was called declined and turns out to have gone is taken up by the sweep, for a person', async () => {
  const order = await world.refund();
  await world.refunds.start(order);
  world.acquirer.script('refund', { kind: 'dropBefore' });
  world.acquirer.script('inquire', { kind: 'serverError' }, 50);
  await world.refunds.approve(order.id, { actor: maria });
  const current = async () => (await world.store.refunds.get(order.id))!.state;
  while (!(await current()).attention) await world.environment.sleep('6h');
  const known = await current();
  while (!(await handleOf(order.id).query(refundState)).attention) await delay(20);
  await world.refunds.resolve(order.id, verdict, maria);
  expect(await end(order.id)).toMatchObject({ status: 'declined' });

  await lateRefundAnswer(world.store, order, known, { type: 'refunding_succeeded', externalId: 'ref_1' });
  expect(await current()).toMatchObject({ status: 'declined', attention: 'outcome_contradicts' });
  await sweep();
  await world.refunds.resolve(order.id, verdict, maria);
  expect(await end(order.id)).toMatchObject({ status: 'declined' });
  expect((await current()).attention).toBeUndefined();
});

// Last, as the test server never skips time again after a workflow that was terminated.
test('what is taken up again with a contradiction moves no money before a person has looked', async () => {
  const order = await world.order();
  const known = await reversing(order);
  await lateAnswer(world.store, order, known, { type: 'crediting_succeeded', externalId: 'reg_1' });
  await handleOf(order.id).terminate('by operations');
  world.acquirer.clearScript();
  await world.client.restart(order, await inStore(order.id));
  await untilAsked(order.id, 'outcome_contradicts');
  expect(world.books(order)).toMatchObject({ refunds: 0 });
  await world.client.resolve(order.id, verdict, maria);
  expect(await end(order.id)).toMatchObject({ status: 'reversed' });
  expect((await inStore(order.id)).attention).toBeUndefined();
  expect(world.books(order)).toMatchObject({ refunds: 1 });
});
