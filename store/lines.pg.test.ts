import { openTestStore, type TestStore } from './testing/database';
import { play, receiveOne } from './testing/fixtures';
import { APPROVED, MANAGER, aSucceededPayment, playRefund, requestOne } from './testing/refunds';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

async function waiting(acquirer: string): Promise<string[]> {
  const ids: string[] = [];
  for (let next = await test.store.lines.nextBatched(acquirer); next;) {
    ids.push(next.id);
    next = await test.store.lines.nextBatched(acquirer, next);
  }
  return ids;
}

describe('lines', () => {
  it('are logged when they change, and only then', async () => {
    const { lines } = test.store;
    await lines.publish('acme', 'down');
    await lines.publish('acme', 'down');
    const [down] = await lines.list();
    expect(down).toMatchObject({ acquirer: 'acme', status: 'down' });
    await lines.publish('acme', 'up');
    expect(await lines.list()).toMatchObject([{ acquirer: 'acme', status: 'up' }]);
    const { rows } = await test.sql.query(
      "select type from audit_entry where object_kind = 'line' order by id",
    );
    expect(rows.map(({ type }) => type)).toEqual(['down', 'up']);
  });

  it('SWI-6 what waits is kept in the order in which it was taken on, payments and refunds in one queue', async () => {
    const batched = { batched: true, acquirer: 'queue' } as const;
    const [first, second] = [await receiveOne(test.store, batched), await receiveOne(test.store, batched)];
    const refund = await requestOne(test.store, await aSucceededPayment(test.store, { acquirer: 'queue' }));
    await playRefund(test.store, refund, { ...APPROVED, batched: true } as typeof APPROVED);
    const third = await receiveOne(test.store, batched);
    await receiveOne(test.store, { acquirer: 'queue' });
    expect(await waiting('queue')).toEqual([first.id, second.id, refund.id, third.id]);
    expect(await test.store.lines.countBatched()).toEqual([{ acquirer: 'queue', payments: 3, refunds: 1 }]);

    const batch = await test.store.payments.list({ batched: true }, { limit: 10 });
    expect(batch.items.map(({ order }) => order.id).sort()).toEqual([first.id, second.id, third.id].sort());
    expect(batch.items[0]).toMatchObject({ order: { batched: true }, state: { status: 'batched' } });
  });

  it('SWI-6 what was sent or cancelled waits no more, and is still among the batched', async () => {
    const batched = { batched: true, acquirer: 'left' } as const;
    const [sent, cancelled] = [await receiveOne(test.store, batched), await receiveOne(test.store, batched)];
    await play(test.store, sent, { type: 'dispatched' });
    await play(test.store, cancelled, { type: 'cancelled', actor: MANAGER });
    expect(await waiting('left')).toEqual([]);
    const batch = await test.store.payments.list({ batched: true, status: ['cancelled'] }, { limit: 10 });
    expect(batch.items.map(({ order }) => order.id)).toEqual([cancelled.id]);
  });
});
