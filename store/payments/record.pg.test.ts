import { apply, received, type Fact } from '../../domain/payments';
import { succeeded, unknown } from '../../domain/outcomes';
import { count, openTestStore, type TestStore } from '../testing/database';
import {
  changeOf,
  CREDITED,
  FUNDED,
  intentFor,
  play,
  receiveOne,
  REFUSED,
  stored,
} from '../testing/fixtures';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const steps = async (id: string) =>
  (
    await test.sql.query(
      'select step, status, attempt, external_id, code from payment_step where payment_id = $1 order by step',
      [id],
    )
  ).rows;

const TABLES = ['payment_step', 'posting', 'audit_entry'];
const counts = () => Promise.all(TABLES.map((table) => count(test.sql, table)));

describe('recording a change', () => {
  it('writes the state, the postings, the log, the outcome and the next intent together', async () => {
    const order = await receiveOne(test.store);
    const change = changeOf(order, received(), FUNDED, intentFor(order, 'credit', 'sent'));
    expect(await test.store.payments.record(change)).toBe('recorded');

    expect((await stored(test.store, order)).state).toEqual(JSON.parse(JSON.stringify(change.to)));
    expect(await steps(order.id)).toEqual([
      { step: 'credit', status: 'sent', attempt: 1, external_id: null, code: null },
      { step: 'fund', status: 'succeeded', attempt: 1, external_id: 'ch_1', code: null },
    ]);
    const { rows } = await test.sql.query(
      'select account, currency, value from posting where payment_id = $1 order by line',
      [order.id],
    );
    expect(rows).toEqual([
      { account: 'acquirer:sandbox:receivable', currency: 'EUR', value: '1050' },
      { account: 'payments:in_transit', currency: 'EUR', value: '-1050' },
    ]);
    expect(
      (await test.store.payments.facts(order.id)).map(({ version, fact }) => [version, fact.type]),
    ).toEqual([
      [1, 'received'],
      [2, 'funding_succeeded'],
    ]);
  });

  it('keeps the code of a refusal', async () => {
    const order = await receiveOne(test.store);
    await play(test.store, order, REFUSED);
    expect(await steps(order.id)).toMatchObject([
      { step: 'fund', status: 'declined', code: 'insufficient_funds', external_id: null },
    ]);
  });

  it('leaves the intent sent when the outcome is unknown', async () => {
    const order = await receiveOne(test.store);
    const fact: Fact = { type: 'funding_unknown', reason: 'timeout' };
    const change = changeOf(order, received(), fact);
    await test.store.payments.record({ ...change, settles: { step: 'fund', outcome: unknown('timeout') } });
    expect(await steps(order.id)).toMatchObject([{ step: 'fund', status: 'sent', attempt: 1 }]);
  });

  it('does nothing at all where the payment has moved on', async () => {
    const order = await receiveOne(test.store);
    const late = changeOf(order, received(), REFUSED);
    await play(test.store, order, FUNDED);
    const before = [await stored(test.store, order), await steps(order.id), await counts()];
    expect(await test.store.payments.record(late)).toBe('stale');
    expect([await stored(test.store, order), await steps(order.id), await counts()]).toEqual(before);
  });

  it('does nothing where the version is ahead of the store', async () => {
    const order = await receiveOne(test.store);
    const funded = apply(received(), FUNDED);
    expect(await test.store.payments.record(changeOf(order, funded, CREDITED))).toBe('stale');
    expect((await stored(test.store, order)).state.version).toBe(1);
  });

  it('lets one of many through', async () => {
    const order = await receiveOne(test.store);
    const changes = [FUNDED, REFUSED].map((fact) => changeOf(order, received(), fact));
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) => test.store.payments.record(changes[index % 2]!)),
    );
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    const { state } = await stored(test.store, order);
    expect(state.version).toBe(2);
    const { rows } = await test.sql.query('select 1 from posting where payment_id = $1', [order.id]);
    expect(rows).toHaveLength(state.status === 'funded' ? 2 : 0);
    expect((await test.store.ledger.check()).problems).toEqual([]);
  });

  it('writes nothing of a change whose postings do not balance', async () => {
    const order = await receiveOne(test.store);
    const change = changeOf(order, received(), FUNDED);
    const [debit] = change.postings;
    const before = await counts();
    await expect(test.store.payments.record({ ...change, postings: [debit!] })).rejects.toMatchObject({
      name: 'StatementRefused',
      code: '23000',
    });
    expect((await stored(test.store, order)).state.version).toBe(1);
    expect(await counts()).toEqual(before);
  });

  it('posts a leg once only', async () => {
    const order = await receiveOne(test.store);
    const state = await play(test.store, order, FUNDED);
    const credited = changeOf(order, state, CREDITED);
    const { postings } = changeOf(order, received(), FUNDED);
    await expect(test.store.payments.record({ ...credited, postings })).rejects.toMatchObject({
      constraint: 'posting_pkey',
    });
    expect((await stored(test.store, order)).state.status).toBe('funded');
  });

  it('keeps the first outcome of a step, though a person decides otherwise', async () => {
    const order = await receiveOne(test.store);
    const state = await play(
      test.store,
      order,
      FUNDED,
      { type: 'crediting_declined', code: 'account_closed' },
      { type: 'reversal_declined', code: 'card_expired' },
    );
    const byHand = changeOf(order, state, { type: 'reversal_succeeded', externalId: 'by hand' });
    const settles = { step: 'reverse' as const, outcome: succeeded({ externalId: 'by hand' }) };
    expect(await test.store.payments.record({ ...byHand, settles })).toBe('recorded');
    expect((await stored(test.store, order)).state.status).toBe('reversed');
    expect(await steps(order.id)).toContainEqual(
      expect.objectContaining({ step: 'reverse', status: 'declined', code: 'card_expired' }),
    );
  });

  it('names no row in its errors', async () => {
    const order = await receiveOne(test.store);
    const change = changeOf(order, received(), FUNDED);
    const wrong = { ...change, to: { ...change.to, status: 'no such status' as never } };
    const error = await test.store.payments.record(wrong).catch((reason: Error) => reason);
    expect(error).toMatchObject({ name: 'StatementRefused', constraint: 'payment_status_check' });
    expect(JSON.stringify({ ...(error as Error) }) + (error as Error).message).not.toMatch(/tok_1|35799/);
  });
});
