import type { RefundOrder, RefundState } from '../../domain/refunds';
import { INQUIRY_SCHEDULE } from '../../domain/schedules';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const maria = { kind: 'user', id: 'maria' } as const;
const olga = { kind: 'user', id: 'olga' } as const;
const EUR = (value: number) => ({ value, currency: 'EUR' });

const end = (order: RefundOrder): Promise<RefundState> =>
  world.environment.client.workflow.getHandle(order.id).result() as Promise<RefundState>;

async function started(changes?: Partial<RefundOrder>): Promise<RefundOrder> {
  const order = await world.refund(changes);
  await world.refunds.start(order);
  return order;
}

/** What was really done outside, for one refund. */
function done({ id }: RefundOrder): { refunds: number; reversals: number } {
  const mine = <T extends { reference: string }>(one: T): boolean => one.reference.startsWith(id);
  const refunds = world.acquirer.books.operations.filter((one) => mine(one) && !one.declined);
  return {
    refunds: refunds.length,
    reversals: world.biller.reversals.filter((one) => mine(one) && !one.refused).length,
  };
}

const facts = async ({ id }: RefundOrder): Promise<string[]> =>
  (await world.store.refunds.facts(id)).map(({ fact }) => fact.type);

const heldOf = async ({ paymentId }: RefundOrder) => (await world.store.payments.get(paymentId))!.refunds;

const refused = (reason: string) => expect.objectContaining({ name: 'CommandRefused', reason });

/** Lets the time pass, until a person is needed. */
async function untilAttention(order: RefundOrder): Promise<RefundState> {
  for (;;) {
    const { state } = (await world.store.refunds.get(order.id))!;
    if (state.attention) return state;
    await world.environment.sleep('6h');
  }
}

describe('a decision', () => {
  test('SWI-4 approved by another person, the card gets its money back, and the account is debited', async () => {
    const order = await started();
    const approved = await world.refunds.approve(order.id, { actor: maria, note: 'checked' });
    expect(approved).toMatchObject({ decidedBy: maria, note: 'checked' });
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
    expect(done(order)).toEqual({ refunds: 1, reversals: 1 });
    expect(await facts(order)).toEqual([
      'requested',
      'approved',
      'refunding_succeeded',
      'debiting_succeeded',
    ]);
    expect(await heldOf(order)).toEqual({ reserved: 1050, refunded: 1050 });
    expect(await world.store.ledger.check()).toMatchObject({ balanced: true, problems: [] });
  });

  test('SWI-4 who asked can neither approve nor reject; nor can a channel', async () => {
    const order = await started();
    const channel = { kind: 'channel', id: 'selfcare' } as const;
    for (const actor of [olga, channel]) {
      await expect(world.refunds.approve(order.id, { actor })).rejects.toEqual(refused('own_request'));
      await expect(world.refunds.reject(order.id, { actor })).rejects.toEqual(refused('own_request'));
    }
    await world.refunds.reject(order.id, { actor: maria, note: 'no grounds' });
    expect(await end(order)).toMatchObject({ status: 'rejected', note: 'no grounds' });
    expect(done(order)).toEqual({ refunds: 0, reversals: 0 });
    expect(await heldOf(order)).toBeUndefined();
  });

  test('only one of many decisions made at the same time counts', async () => {
    const order = await started();
    const decisions = Array.from({ length: 8 }, (_, number) => {
      const actor = { kind: 'user', id: `manager-${number}` } as const;
      // Batched, so that the refund is still there for those who come too late.
      return world.refunds.approve(order.id, { actor, batch: true });
    });
    const settled = await Promise.allSettled(decisions);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { state } = (await world.store.refunds.get(order.id))!;
    await world.refunds.dispatch(order, state);
    expect(await end(order)).toMatchObject({ status: 'succeeded', decidedBy: state.decidedBy });
    expect(done(order)).toEqual({ refunds: 1, reversals: 1 });
  });

  test('who asked takes it back; nobody else', async () => {
    const order = await started();
    await expect(world.refunds.cancel(order.id, maria)).rejects.toEqual(refused('not_yours'));
    expect(await world.refunds.cancel(order.id, olga)).toMatchObject({ status: 'cancelled' });
    expect(await end(order)).toMatchObject({ status: 'cancelled' });
  });

  test('that nobody takes is escalated once, and in the end not needed any more', async () => {
    const order = await started();
    expect(await end(order)).toMatchObject({ status: 'expired', escalated: true });
    expect(await facts(order)).toEqual(['requested', 'escalated', 'expired']);
    await expect(world.refunds.approve(order.id, { actor: maria })).rejects.toEqual(refused('not_running'));
    expect(done(order)).toEqual({ refunds: 0, reversals: 0 });
  });

  test('is still taken after the escalation', async () => {
    const order = await started();
    await world.environment.sleep('2 days');
    expect(await facts(order)).toContain('escalated');
    await world.refunds.approve(order.id, { actor: maria });
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
  });
});

describe('the money', () => {
  test('that the acquirer refuses to give back stays, and may be asked for again', async () => {
    const order = await started();
    world.acquirer.script('refund', { kind: 'decline', code: 'not_authorised' });
    await world.refunds.approve(order.id, { actor: maria });
    expect(await end(order)).toMatchObject({ status: 'declined', refunding: { code: 'not_authorised' } });
    expect(await heldOf(order)).toBeUndefined();
  });

  test.each([true, false])(
    'given back with the answer lost is given once (idempotent: %p)',
    async (idempotent) => {
      const order = await started();
      world.acquirer.books.idempotent = idempotent;
      world.acquirer.script('refund', { kind: 'dropAfter' });
      await world.refunds.approve(order.id, { actor: maria });
      expect(await end(order)).toMatchObject({ status: 'succeeded' });
      expect(done(order)).toEqual({ refunds: 1, reversals: 1 });
      world.acquirer.books.idempotent = true;
    },
  );

  test('taken off the account with the answer lost is taken once', async () => {
    const order = await started();
    world.biller.script('reverse', { kind: 'dropAfter' });
    await world.refunds.approve(order.id, { actor: maria });
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
    expect(done(order)).toEqual({ refunds: 1, reversals: 1 });
  });

  test.each([
    ['succeeded', 'succeeded', 1],
    ['declined', 'declined', 0],
  ] as const)('of which nobody knows: a person says that it %s', async (decision, status, reversals) => {
    const order = await started();
    world.acquirer.script('refund', { kind: 'dropBefore' });
    world.acquirer.script('inquire', { kind: 'serverError' }, 20);
    await world.refunds.approve(order.id, { actor: maria });
    expect(await untilAttention(order)).toMatchObject({
      status: 'approved',
      attention: 'refunding_unresolved',
      refunding: { status: 'unknown' },
    });
    const note = 'seen in the acquirer’s back office';
    await world.refunds.resolve(order.id, { decision, note }, maria);
    expect(await end(order)).toMatchObject({ status });
    expect(done(order)).toEqual({ refunds: 0, reversals });
    expect(await world.store.ledger.check()).toMatchObject({ problems: [] });
  });

  test('that the biller won’t take off the account needs a person at once', async () => {
    const order = await started();
    world.biller.script('reverse', { kind: 'decline', code: 'account_closed' });
    await world.refunds.approve(order.id, { actor: maria });
    expect(await untilAttention(order)).toMatchObject({ status: 'refunded', attention: 'debiting_refused' });
    await world.refunds.resolve(order.id, { decision: 'succeeded', note: 'debited by hand' }, maria);
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
    expect(done(order)).toEqual({ refunds: 1, reversals: 0 });
  });

  test('of which nobody knew whether it was taken off the account, and the biller then says no, is called refused', async () => {
    const order = await started();
    world.biller.script('reverse', { kind: 'dropBefore' });
    world.biller.script('inquire', { kind: 'serverError' }, INQUIRY_SCHEDULE.length);
    await world.refunds.approve(order.id, { actor: maria });
    expect(await untilAttention(order)).toMatchObject({ attention: 'debiting_unresolved' });
    world.biller.script('reverse', { kind: 'decline', code: 'account_closed' });
    await world.refunds.resolve(order.id, { decision: 'ask_again', note: 'now' }, maria);
    const { state } = (await world.store.refunds.get(order.id))!;
    expect(state).toMatchObject({ status: 'refunded', attention: 'debiting_refused' });
    await world.refunds.resolve(order.id, { decision: 'succeeded', note: 'debited by hand' }, maria);
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
  });

  test('of one payment is given back in parts, never more than was taken', async () => {
    const payment = await world.order();
    await world.run(payment);
    const parts = [
      await world.refund({ amount: EUR(600) }, payment),
      await world.refund({ amount: EUR(450) }, payment),
    ];
    await expect(world.refund({ amount: EUR(1) }, payment)).rejects.toThrow('the refund is exceeds');
    for (const part of parts) {
      await world.refunds.start(part);
      await world.refunds.approve(part.id, { actor: maria });
    }
    for (const part of parts) expect(await end(part)).toMatchObject({ status: 'succeeded' });
    expect(await world.store.ledger.check()).toMatchObject({ balanced: true, problems: [] });
  });
});

describe('a batched refund', () => {
  const approveBatched = async (order: RefundOrder): Promise<RefundState> =>
    world.refunds.approve(order.id, { actor: maria, batch: true });
  const dispatch = async (order: RefundOrder): Promise<void> =>
    world.refunds.dispatch(order, (await world.store.refunds.get(order.id))!.state);

  test('SWI-6 waits for the line, and is sent once when its turn comes', async () => {
    const order = await started();
    expect(await approveBatched(order)).toMatchObject({ status: 'batched', decidedBy: maria });
    await world.environment.sleep('3 days');
    expect(done(order)).toEqual({ refunds: 0, reversals: 0 });
    await Promise.all([dispatch(order), dispatch(order)]);
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
    expect(done(order)).toEqual({ refunds: 1, reversals: 1 });
  });

  test('SWI-6 is taken back until it is sent', async () => {
    const order = await started();
    await approveBatched(order);
    expect(await world.refunds.cancel(order.id, olga)).toMatchObject({ status: 'cancelled' });
    expect(await end(order)).toMatchObject({ status: 'cancelled' });
    expect(done(order)).toEqual({ refunds: 0, reversals: 0 });
  });
});

describe('after a crash', () => {
  const sweep = (): Promise<unknown> =>
    world.environment.client.workflow.execute('sweep', {
      taskQueue: 'payments',
      workflowId: `sweep-${Date.now()}`,
      args: [0],
    });

  test('a refund that was accepted and never started is started by the sweep', async () => {
    const order = await world.refund();
    await sweep();
    await world.refunds.approve(order.id, { actor: maria });
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
    expect(done(order)).toEqual({ refunds: 1, reversals: 1 });
  });

  test('a refund whose workflow was terminated is taken up where it stood', async () => {
    const order = await started();
    await world.refunds.approve(order.id, { actor: maria, batch: true });
    await world.environment.client.workflow.getHandle(order.id).terminate();
    await world.refunds.dispatch(order, (await world.store.refunds.get(order.id))!.state);
    expect(await end(order)).toMatchObject({ status: 'succeeded', decidedBy: maria });
    expect(done(order)).toEqual({ refunds: 1, reversals: 1 });
  });
});
