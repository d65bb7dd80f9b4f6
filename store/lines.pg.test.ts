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
    next = await test.store.lines.nextBatched(acquirer, { after: next });
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

  it('what only the vault can send is left out where it is silent', async () => {
    const batched = { batched: true, acquirer: 'vault' } as const;
    const source = { type: 'vaulted_card', vaultToken: 'vlt_lines', brand: 'visa', last4: '4242' } as const;
    const vaulted = await receiveOne(test.store, { ...batched, source });
    const other = await receiveOne(test.store, batched);
    expect(await waiting('vault')).toEqual([vaulted.id, other.id]);
    const { nextBatched } = test.store.lines;
    expect(await nextBatched('vault', { withoutVaulted: true })).toMatchObject({ id: other.id });
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

describe('a trial', () => {
  const offered = async (acquirer: string): Promise<void> => {
    await test.store.lines.publish(acquirer, 'trial');
    await test.store.lines.offerTrial(acquirer);
  };
  const claim = (acquirer: string, id: string): Promise<boolean> => test.store.lines.claimTrial(acquirer, id);
  const pass30s = (acquirer: string) =>
    test.sql.query(
      "update line set trial_claimed_at = trial_claimed_at - interval '31 seconds' where acquirer = $1",
      [acquirer],
    );

  it('SWI-6 is for one of many', async () => {
    await offered('race');
    const claims = await Promise.all(Array.from({ length: 40 }, (_, index) => claim('race', `pay_${index}`)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    const paymentId = `pay_${claims.indexOf(true)}`;
    const trial = await test.store.lines.trialOf('race');
    expect(trial).toEqual({ paymentId, claimedMsAgo: expect.any(Number) });
    // Again is the same as once: who has it keeps it.
    await test.store.lines.offerTrial('race');
    expect(await claim('race', 'pay_late')).toBe(false);
    expect(await test.store.lines.withdrawTrial('race')).toBe(false);
  });

  it('is for nobody where it is not offered', async () => {
    for (const status of ['up', 'down', 'trial'] as const) {
      await test.store.lines.publish('closed', status);
      if (status !== 'trial') await test.store.lines.offerTrial('closed');
      expect(await claim('closed', 'pay_1')).toBe(false);
    }
    await test.store.lines.offerTrial('closed');
    expect(await test.store.lines.withdrawTrial('closed')).toBe(true);
    expect(await claim('closed', 'pay_1')).toBe(false);
    expect(await claim('nobody watches it', 'pay_1')).toBe(false);
  });

  it('is another’s when nothing was learned from the one that had it', async () => {
    await offered('freed');
    await claim('freed', 'pay_1');
    await test.store.lines.freeTrial('freed', 'pay_other');
    expect(await claim('freed', 'pay_2')).toBe(false);
    await test.store.lines.freeTrial('freed', 'pay_1');
    expect(await claim('freed', 'pay_2')).toBe(true);
  });

  it('is another’s when no payment came of the claim in time', async () => {
    await offered('void');
    await claim('void', 'pay_1');
    await pass30s('void');
    expect(await claim('void', 'pay_2')).toBe(true);
    expect(await claim('void', 'pay_3')).toBe(false);
    await pass30s('void');
    expect(await test.store.lines.withdrawTrial('void')).toBe(true);
    expect(await test.store.lines.trialOf('void')).toBeUndefined();
  });

  it('is over when the line is up or down', async () => {
    await offered('over');
    await claim('over', 'pay_1');
    await test.store.lines.publish('over', 'trial');
    expect(await test.store.lines.trialOf('over')).toMatchObject({ paymentId: 'pay_1' });
    await test.store.lines.publish('over', 'down');
    expect(await test.store.lines.trialOf('over')).toBeUndefined();
    await offered('over');
    expect(await claim('over', 'pay_2')).toBe(true);
  });
});
