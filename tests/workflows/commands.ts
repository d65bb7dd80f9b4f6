import type { PaymentOrder } from '../../domain/orders';
import type { RefundOrder } from '../../domain/refunds';
import { eventually } from '../support/eventually';
import type { World } from './world';

const maria = { kind: 'user', id: 'maria' } as const;
const olga = { kind: 'user', id: 'olga' } as const;
const resolution = { decision: 'succeeded', note: 'seen in the books' } as const;
const refused = (reason: string) => expect.objectContaining({ name: 'CommandRefused', reason });

/** Holds what is written of a payment or a refund back until it is told to let it go, as a store that is away does. */
function holdBack(store: { record(change: never): Promise<unknown> }): { asked(): number; letGo(): void } {
  const { record } = store;
  let asked = 0;
  let letGo = (): void => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  store.record = async (change) => {
    asked += 1;
    await gate;
    return record(change);
  };
  return {
    asked: () => asked,
    letGo: () => {
      store.record = record;
      letGo();
    },
  };
}

/**
 * Commands of which the first try's answer never came. Each is repeated under its id while the first one waits for the
 * store: both are one, and hear the same.
 */
export function describeCommands(world: () => World): void {
  const asked = async (): Promise<RefundOrder> => {
    const order = await world().refund();
    await world().refunds.start(order);
    return order;
  };

  /** Gives a command twice, the second time while the first one is held up. */
  async function twice<State>(
    store: { record(change: never): Promise<unknown> },
    give: () => Promise<State>,
  ): Promise<State> {
    const held = holdBack(store);
    const first = give();
    await eventually(async () => expect(held.asked()).toBeGreaterThan(0));
    const second = give();
    held.letGo();
    expect(await second).toEqual(await first);
    return second;
  }

  test.each(['approve', 'reject'] as const)('%s, repeated under its id, is given once', async (name) => {
    const { refunds, store } = world();
    const { id } = await asked();
    const decision = { actor: maria, note: 'checked', batch: true };
    const give = () => refunds[name](id, decision, `${id} k1`);
    const status = name === 'approve' ? 'batched' : 'rejected';
    expect(await twice(store.refunds, give)).toMatchObject({ status, decidedBy: maria });
    expect((await store.refunds.facts(id)).map(({ fact }) => fact.type)).toHaveLength(2);
    const another = refunds[name](id, decision, `${id} k2`);
    await expect(another).rejects.toEqual(refused(name === 'approve' ? 'not_pending' : 'not_running'));
  });

  test('an approval is heard of again while the refund waits for its line', async () => {
    const { refunds } = world();
    const { id } = await asked();
    const give = () => refunds.approve(id, { actor: maria, batch: true }, `${id} k1`);
    expect(await give()).toMatchObject({ status: 'batched' });
    expect(await give()).toMatchObject({ status: 'batched' });
  });

  test('cancelling a refund, repeated under its id, is done once', async () => {
    const { refunds, store } = world();
    const { id } = await asked();
    const give = () => refunds.cancel(id, olga, `${id} k1`);
    expect(await twice(store.refunds, give)).toMatchObject({ status: 'cancelled' });
  });

  test('cancelling a payment, repeated under its id, is done once', async () => {
    const { client, store } = world();
    const order = await batched();
    await client.start(order, { fresh: true, waitMs: 0 });
    const give = () => client.cancel(order.id, olga, `${order.id} k1`);
    expect(await twice(store.payments, give)).toMatchObject({ status: 'cancelled' });
    expect(await world().facts(order)).toEqual(['received', 'cancelled']);
  });

  test('a decision about a payment, repeated under its id, is one', async () => {
    const { acquirer, biller, client, store } = world();
    const order = await world().order();
    // The biller refuses for good, and so does the acquirer to give the money back: a person is needed at once.
    biller.script('register', { kind: 'decline', code: 'account_closed' });
    acquirer.script('refund', { kind: 'decline', code: 'not_authorised' });
    await client.start(order, { fresh: true, waitMs: 0 });
    const attention = async () => (await store.payments.get(order.id))!.state.attention;
    await eventually(async () => expect(await attention()).toBe('reversal_refused'));
    const give = () => client.resolve(order.id, resolution, maria, `${order.id} k1`);
    expect(await twice(store.payments, give)).toMatchObject({ status: 'reversed' });
  });

  test('a decision about a refund, repeated under its id, is one', async () => {
    const { biller, refunds, store } = world();
    const { id } = await asked();
    biller.script('reverse', { kind: 'decline', code: 'account_closed' });
    await refunds.approve(id, { actor: maria }, `${id} k1`);
    const attention = async () => (await store.refunds.get(id))!.state.attention;
    await eventually(async () => expect(await attention()).toBe('debiting_refused'));
    const give = () => refunds.resolve(id, resolution, maria, `${id} k2`);
    expect(await twice(store.refunds, give)).toMatchObject({ status: 'succeeded' });
  });

  const batched = (): Promise<PaymentOrder> => world().order({}, { batched: true });
}
