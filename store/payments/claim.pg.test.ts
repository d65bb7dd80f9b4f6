import { received } from '../../domain/payments';
import { referenceOf } from '../../domain/steps';
import { openTestStore, whileHeld, type TestStore } from '../testing/database';
import { changeOf, FUNDED, intentFor, receiveOne } from '../testing/fixtures';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const claimCredit = (id: string) => test.store.payments.claim(id, 'credit', referenceOf(id, 'credit'));
const kinds = (claims: { kind: string }[], kind: string) => claims.filter((claim) => claim.kind === kind);

describe('claiming a step', () => {
  it('makes the intent where there is none, for one of many', async () => {
    const { id } = await receiveOne(test.store);
    const claims = await Promise.all(Array.from({ length: 40 }, () => claimCredit(id)));
    expect(kinds(claims, 'claimed')).toEqual([{ kind: 'claimed', attempt: 1 }]);
    expect(kinds(claims, 'sent')).toHaveLength(39);
  });

  it('takes a ready intent, for one of many', async () => {
    const order = await receiveOne(test.store);
    await test.store.payments.record(
      changeOf(order, received(), FUNDED, intentFor(order, 'credit', 'ready')),
    );
    const claims = await Promise.all(Array.from({ length: 40 }, () => claimCredit(order.id)));
    expect(kinds(claims, 'claimed')).toEqual([{ kind: 'claimed', attempt: 1 }]);
    expect(kinds(claims, 'sent')).toHaveLength(39);
  });

  it('sees the intent that was made while it waited', async () => {
    const { id } = await receiveOne(test.store);
    const made = `insert into payment_step (payment_id, step, reference, status, attempt, sent_at)
      values ($1, 'credit', 'x', 'sent', 1, now())`;
    expect(await whileHeld(test, made, [id], () => claimCredit(id))).toMatchObject({
      kind: 'sent',
      attempt: 1,
    });
  });

  it('sees the intent that was taken while it waited', async () => {
    const order = await receiveOne(test.store);
    const { id } = order;
    await test.store.payments.record(
      changeOf(order, received(), FUNDED, intentFor(order, 'credit', 'ready')),
    );
    const taken = `update payment_step set status = 'sent', attempt = 1, sent_at = now()
      where payment_id = $1 and step = 'credit'`;
    expect(await whileHeld(test, taken, [id], () => claimCredit(id))).toMatchObject({
      kind: 'sent',
      attempt: 1,
    });
  });

  it('tells how long ago a sent one was sent', async () => {
    const { id } = await receiveOne(test.store);
    await test.sql.query(
      "update payment_step set sent_at = now() - interval '1 hour' where payment_id = $1",
      [id],
    );
    const claim = await test.store.payments.claim(id, 'fund', referenceOf(id, 'fund'));
    expect(claim).toMatchObject({ kind: 'sent', attempt: 1 });
    const { sentMsAgo } = claim as { sentMsAgo: number };
    expect(sentMsAgo).toBeGreaterThanOrEqual(3_600_000);
    expect(sentMsAgo).toBeLessThan(2 * 3_600_000);
  });

  it('tells of a settled one with the payment', async () => {
    const order = await receiveOne(test.store);
    await test.store.payments.record(changeOf(order, received(), FUNDED));
    expect(await test.store.payments.claim(order.id, 'fund', referenceOf(order.id, 'fund'))).toMatchObject({
      kind: 'settled',
      record: { order, state: { status: 'funded' } },
    });
  });

  it('of a payment that is not there fails', async () => {
    await expect(claimCredit('pay_none')).rejects.toThrow('there is no payment pay_none');
  });
});

describe('reclaiming', () => {
  it('goes to one of many who saw the same attempt', async () => {
    const { id } = await receiveOne(test.store);
    const results = await Promise.all(
      Array.from({ length: 20 }, () => test.store.payments.reclaim(id, 'fund', 1)),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await test.store.payments.reclaim(id, 'fund', 1)).toBe(false);
    expect(await test.store.payments.reclaim(id, 'fund', 2)).toBe(true);
    expect(await test.store.payments.claim(id, 'fund', 'x')).toMatchObject({ kind: 'sent', attempt: 3 });
  });

  it('is refused for what is settled, or not sent', async () => {
    const order = await receiveOne(test.store);
    await test.store.payments.record(changeOf(order, received(), FUNDED, intentFor(order, 'credit')));
    expect(await test.store.payments.reclaim(order.id, 'fund', 1)).toBe(false);
    expect(await test.store.payments.reclaim(order.id, 'credit', 0)).toBe(false);
  });
});

describe('giving a claim back', () => {
  it('lets the next one have it, under another attempt', async () => {
    const { id } = await receiveOne(test.store);
    await test.store.payments.unclaim(id, 'fund', 1);
    expect(await test.store.payments.claim(id, 'fund', 'x')).toEqual({ kind: 'claimed', attempt: 2 });
  });

  it('takes nothing from whoever claimed it since', async () => {
    const { id } = await receiveOne(test.store);
    await test.store.payments.reclaim(id, 'fund', 1);
    await test.store.payments.unclaim(id, 'fund', 1);
    expect(await test.store.payments.claim(id, 'fund', 'x')).toMatchObject({ kind: 'sent', attempt: 2 });
  });

  it('leaves a settled step alone', async () => {
    const order = await receiveOne(test.store);
    await test.store.payments.record(changeOf(order, received(), FUNDED));
    await test.store.payments.unclaim(order.id, 'fund', 1);
    expect(await test.store.payments.claim(order.id, 'fund', 'x')).toMatchObject({ kind: 'settled' });
  });
});
