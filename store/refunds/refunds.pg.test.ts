import { requested } from '../../domain/refunds';
import { referenceOfRefund } from '../../domain/steps';
import { openTestStore, whileHeld, type TestStore } from '../testing/database';
import { receiveOne, stored } from '../testing/fixtures';
import {
  APPROVED,
  DEBITED,
  GIVEN_BACK,
  MANAGER,
  aRefund,
  aSucceededPayment,
  playRefund,
  refundChangeOf,
  requestOne,
} from '../testing/refunds';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const heldOf = async (payment: { id: string }) =>
  (await test.store.payments.get(payment.id))!.refunds ?? { reserved: 0, refunded: 0 };

describe('asking for a refund', () => {
  it('holds its amount of the payment', async () => {
    const payment = await aSucceededPayment(test.store);
    const order = await requestOne(test.store, payment, 400);
    expect(await heldOf(payment)).toEqual({ reserved: 400, refunded: 0 });
    expect(await test.store.refunds.get(order.id)).toMatchObject({ order, state: requested() });
    expect(await test.store.refunds.facts(order.id)).toMatchObject([
      { version: 1, fact: { type: 'requested', reason: order.reason }, actor: order.askedBy },
    ]);
  });

  it('SWI-4 never holds more than was captured, however many race', async () => {
    const payment = await aSucceededPayment(test.store, { amount: { value: 1000, currency: 'EUR' } });
    const asked = await Promise.all(
      Array.from({ length: 200 }, () => {
        const order = aRefund(payment, { amount: { value: 30, currency: 'EUR' } });
        return test.store.refunds.request(order, order.id);
      }),
    );
    expect(asked.filter(({ kind }) => kind === 'new')).toHaveLength(33);
    expect(asked.filter(({ kind }) => kind === 'exceeds')).toHaveLength(167);
    expect(asked.find(({ kind }) => kind === 'exceeds')).toEqual({ kind: 'exceeds', left: 10 });
    expect(await heldOf(payment)).toEqual({ reserved: 990, refunded: 0 });
  });

  it('is once for one request, however often it is sent at the same time', async () => {
    const payment = await aSucceededPayment(test.store);
    const asked = await Promise.all(
      Array.from({ length: 40 }, () => test.store.refunds.request(aRefund(payment), `key-of-${payment.id}`)),
    );
    const ids = new Set(asked.map((one) => 'record' in one && one.record.order.id));
    expect(ids.size).toBe(1);
    expect(asked.filter(({ kind }) => kind === 'new')).toHaveLength(1);
    expect(await heldOf(payment)).toEqual({ reserved: 500, refunded: 0 });
  });

  it('is once for two of one key over the whole amount, of which one waits for the other', async () => {
    const payment = await aSucceededPayment(test.store);
    const key = `whole-of-${payment.id}`;
    const ask = () => test.store.refunds.request(aRefund(payment, { amount: payment.amount }), key);
    const asked = await whileHeld(
      test,
      'select from payment where id = $1 for update',
      [payment.id],
      () => Promise.all([ask(), ask()]),
      2,
    );
    expect(asked.map(({ kind }) => kind).sort()).toEqual(['new', 'replayed']);
    const ids = new Set(asked.map((one) => 'record' in one && one.record.order.id));
    expect(ids.size).toBe(1);
    expect(await heldOf(payment)).toEqual({ reserved: payment.amount.value, refunded: 0 });
  });

  it('is found by its key, and another key finds none', async () => {
    const order = await requestOne(test.store, await aSucceededPayment(test.store));
    expect((await test.store.refunds.requestedBefore(order.id))?.order.id).toBe(order.id);
    expect(await test.store.refunds.requestedBefore(`not-${order.id}`)).toBeUndefined();
  });

  it('is refused for a payment that has not succeeded, is not there, or is in another currency', async () => {
    const open = await receiveOne(test.store);
    const good = await aSucceededPayment(test.store);
    const wrong = [
      aRefund(open),
      aRefund({ ...good, id: 'pay_01JD0000000000000000000000' }),
      aRefund(good, { amount: { value: 500, currency: 'USD' } }),
    ];
    for (const order of wrong) {
      expect(await test.store.refunds.request(order, order.id)).toEqual({ kind: 'not_refundable' });
    }
  });

  it('the database itself refuses what would exceed the capture', async () => {
    const payment = await aSucceededPayment(test.store);
    const exceed = test.sql.query('update payment set refund_reserved = amount_value + 1 where id = $1', [
      payment.id,
    ]);
    await expect(exceed).rejects.toThrow('payment_refund_check');
  });
});

describe('what becomes of a refund', () => {
  it('that succeeds stays held, and is the card’s', async () => {
    const payment = await aSucceededPayment(test.store);
    const order = await requestOne(test.store, payment);
    const state = await playRefund(test.store, order, APPROVED, GIVEN_BACK, DEBITED);
    expect(state).toMatchObject({ status: 'succeeded', decidedBy: MANAGER });
    expect(await heldOf(payment)).toEqual({ reserved: 500, refunded: 500 });
    expect((await test.store.refunds.get(order.id))?.state).toEqual(JSON.parse(JSON.stringify(state)));
    expect((await test.store.ledger.check()).problems).toEqual([]);
  });

  it.each([
    ['is rejected', [{ type: 'rejected', actor: MANAGER, at: '2026-03-01T12:00:00.000Z', note: 'no' }]],
    ['expires', [{ type: 'escalated' }, { type: 'expired' }]],
    ['is taken back', [{ type: 'cancelled', actor: MANAGER }]],
    ['is refused by the acquirer', [APPROVED, { type: 'refunding_declined', code: 'not_authorised' }]],
  ] as const)('that %s may be asked for again', async (_how, facts) => {
    const payment = await aSucceededPayment(test.store);
    const order = await requestOne(test.store, payment, 1050);
    await playRefund(test.store, order, ...facts);
    expect(await heldOf(payment)).toEqual({ reserved: 0, refunded: 0 });
    await requestOne(test.store, payment, 1050);
    expect((await test.store.ledger.check()).problems).toEqual([]);
  });

  it('is written once by many who say it at the same time', async () => {
    const payment = await aSucceededPayment(test.store);
    const order = await requestOne(test.store, payment);
    const approved = await playRefund(test.store, order, APPROVED);
    const change = refundChangeOf(order, approved, GIVEN_BACK);
    const written = await Promise.all(Array.from({ length: 20 }, () => test.store.refunds.record(change)));
    expect(written.filter((one) => one === 'recorded')).toHaveLength(1);
    expect(await heldOf(payment)).toEqual({ reserved: 500, refunded: 500 });
  });

  it('is told by the ledger’s check where postings are missing', async () => {
    const payment = await aSucceededPayment(test.store);
    const order = await requestOne(test.store, payment);
    const approved = await playRefund(test.store, order, APPROVED);
    await test.store.refunds.record({ ...refundChangeOf(order, approved, GIVEN_BACK), postings: [] });
    const { problems } = await test.store.ledger.check();
    expect(problems).toEqual([{ kind: 'disagrees', subject: order.id, detail: 'refunding is posted as 0' }]);
    await test.sql.query(
      `insert into posting (payment_id, leg, line, account, currency, value) values
        ($1, $2, 1, 'refunds:in_transit', 'EUR', 500), ($1, $2, 2, 'acquirer:sandbox:receivable', 'EUR', -500)`,
      [payment.id, `refunding.${order.id}`],
    );
    expect((await test.store.ledger.check()).problems).toEqual([]);
  });
});

describe('a refund’s steps', () => {
  it('are taken by one of many', async () => {
    const order = await requestOne(test.store, await aSucceededPayment(test.store));
    const reference = referenceOfRefund(order.id, 'refund');
    const claims = await Promise.all(
      Array.from({ length: 30 }, () => test.store.refunds.claim(order.id, 'refund', reference)),
    );
    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(await test.store.refunds.reclaim(order.id, 'refund', 1)).toBe(true);
    expect(await test.store.refunds.reclaim(order.id, 'refund', 1)).toBe(false);
  });

  it('tell of the refund once they are settled', async () => {
    const order = await requestOne(test.store, await aSucceededPayment(test.store));
    await playRefund(test.store, order, APPROVED, GIVEN_BACK);
    const reference = referenceOfRefund(order.id, 'refund');
    expect(await test.store.refunds.claim(order.id, 'refund', reference)).toMatchObject({
      kind: 'settled',
      record: { order, state: { status: 'refunded' } },
    });
  });
});

describe('listing refunds', () => {
  it('filters and pages, newest first', async () => {
    const payment = await aSucceededPayment(test.store);
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) ids.unshift((await requestOne(test.store, payment, 100)).id);
    const first = await test.store.refunds.list({ paymentId: payment.id }, { limit: 3 });
    const rest = await test.store.refunds.list({ paymentId: payment.id }, { limit: 3, cursor: first.cursor });
    const listed = [...first.items, ...rest.items].map(({ order }) => order.id);
    expect(listed.sort()).toEqual(ids.sort());
    expect(rest.cursor).toBeUndefined();
    const rejected = { paymentId: payment.id, status: ['rejected' as const] };
    expect((await test.store.refunds.list(rejected, { limit: 3 })).items).toEqual([]);
  });

  it('finds those that need a person', async () => {
    const payment = await aSucceededPayment(test.store);
    const [fine, stuck, refused] = [
      await requestOne(test.store, payment, 1),
      await requestOne(test.store, payment, 2),
      await requestOne(test.store, payment, 3),
    ];
    await playRefund(test.store, fine, APPROVED, GIVEN_BACK, DEBITED);
    await playRefund(test.store, stuck, APPROVED, {
      type: 'attention_raised',
      reason: 'refunding_unresolved',
    });
    await playRefund(test.store, refused, APPROVED, GIVEN_BACK, {
      type: 'debiting_declined',
      code: 'account_closed',
    });
    const list = async (attention: boolean) =>
      (await test.store.refunds.list({ paymentId: payment.id, attention }, { limit: 9 })).items.map(
        ({ order, state }) => [order.id, state.attention],
      );
    expect((await list(true)).sort()).toEqual(
      [
        [stuck.id, 'refunding_unresolved'],
        [refused.id, 'debiting_refused'],
      ].sort(),
    );
    expect(await list(false)).toEqual([[fine.id, undefined]]);
  });

  it('finds those that nobody works on', async () => {
    const order = await requestOne(test.store, await aSucceededPayment(test.store));
    await test.sql.query("update refund set updated_at = now() - interval '1 hour' where id = $1", [
      order.id,
    ]);
    const found = (await test.store.refunds.stranded(60_000, 1000)).map((one) => one.order.id);
    expect(found).toContain(order.id);
    expect((await stored(test.store, { id: order.paymentId } as never)).state.status).toBe('succeeded');
  });
});
