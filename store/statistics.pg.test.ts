import { Client } from 'pg';
import type { StatisticsSpan } from './interfaces/statistics';
import { APPROVED, aSucceededPayment, playRefund, requestOne } from './testing/refunds';
import { openTestStore, type TestStore } from './testing/database';
import { CREDITED, FUNDED, play, receiveOne, REFUSED } from './testing/fixtures';

let test: TestStore;
beforeAll(async () => void (test = await openTestStore()));
afterAll(() => test.close());

const at = (time: string): string => `2026-03-01T${time}.000Z`;
const DAY: StatisticsSpan = { from: at('00:00:00'), to: '2026-03-02T00:00:00.000Z', bucket: 'hour' };
const figures = (changes: Partial<StatisticsSpan> = {}) =>
  test.store.statistics.payments({ ...DAY, ...changes });

beforeAll(async () => {
  const receive = (createdAt: string, value: number, currency = 'EUR', channel = 'shop') =>
    receiveOne(test.store, { createdAt, amount: { value, currency }, channel });
  await play(test.store, await receive(at('00:00:00'), 100), FUNDED, CREDITED);
  await play(test.store, await receive(at('00:59:59'), 200), FUNDED, CREDITED);
  await play(test.store, await receive(at('01:00:00'), 300, 'JPY'), FUNDED, CREDITED);
  await play(test.store, await receive(at('01:30:00'), 400), REFUSED);
  await play(test.store, await receive(at('23:59:59'), 500, 'EUR', 'ivr'), REFUSED);
  await play(test.store, await receive(at('12:00:00'), 600), FUNDED, {
    type: 'crediting_declined',
    code: 'account_closed',
  });
  const stuck = await receive(at('12:00:01'), 700, 'EUR', 'ivr');
  await play(test.store, stuck, { type: 'attention_raised', reason: 'funding_unresolved' });
  await receive('2026-03-02T00:00:00.000Z', 800);
  await receive('2026-02-28T23:59:59.999Z', 900);
});

it('sums up the payments of a span by status and currency', async () => {
  const { byStatus } = (await figures()).totals;
  const sorted = byStatus.map(({ amounts, ...rest }) => ({
    ...rest,
    amounts: [...amounts].sort((a, b) => a.value - b.value),
  }));
  expect(sorted).toHaveLength(4);
  expect(sorted).toEqual(
    expect.arrayContaining([
      {
        status: 'succeeded',
        count: 3,
        amounts: [
          { value: 300, currency: 'EUR' },
          { value: 300, currency: 'JPY' },
        ],
      },
      { status: 'declined', count: 2, amounts: [{ value: 900, currency: 'EUR' }] },
      { status: 'reversing', count: 1, amounts: [{ value: 600, currency: 'EUR' }] },
      { status: 'processing', count: 1, amounts: [{ value: 700, currency: 'EUR' }] },
    ]),
  );
});

it('counts them by the hour and by the day', async () => {
  const { series } = await figures();
  expect(series.map(({ at: hour }) => hour)).toEqual(series.map(({ at: hour }) => hour).sort());
  expect(series.map(({ at: hour, status, count }) => `${hour.slice(11)} ${status} ${count}`).sort()).toEqual([
    '00:00:00.000Z succeeded 2',
    '01:00:00.000Z declined 1',
    '01:00:00.000Z succeeded 1',
    '12:00:00.000Z processing 1',
    '12:00:00.000Z reversing 1',
    '23:00:00.000Z declined 1',
  ]);
  const days = await figures({
    bucket: 'day',
    from: '2026-02-01T00:00:00.000Z',
    to: '2026-04-01T00:00:00.000Z',
  });
  expect(new Set(days.series.map((day) => day.at))).toEqual(
    new Set(['2026-02-28T00:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z']),
  );
});

it('says why payments were declined or given back', async () => {
  expect((await figures()).declines).toEqual([
    { code: 'insufficient_funds', count: 2 },
    { code: 'account_closed', count: 1 },
  ]);
});

it('keeps to a channel', async () => {
  const { totals, declines } = await figures({ channel: 'ivr' });
  expect(totals.byStatus.map(({ status, count }) => [status, count]).sort()).toEqual([
    ['declined', 1],
    ['processing', 1],
  ]);
  expect(declines).toEqual([{ code: 'insufficient_funds', count: 1 }]);
  expect(await test.store.statistics.waiting('shop')).toEqual({
    ...{ refunds: 0, attention: 0, refundsInAttention: 0 },
  });
});

it('counts what waits for people', async () => {
  expect(await test.store.statistics.waiting()).toEqual({ refunds: 0, attention: 1, refundsInAttention: 0 });
  // Long before any span that is looked at here.
  const payment = await aSucceededPayment(test.store, { createdAt: '2019-03-01T00:00:00.000Z' });
  await requestOne(test.store, payment, 100);
  const stuck = await requestOne(test.store, payment, 200);
  await playRefund(test.store, stuck, APPROVED, { type: 'attention_raised', reason: 'refunding_unresolved' });
  expect(await test.store.statistics.waiting()).toEqual({ refunds: 1, attention: 1, refundsInAttention: 1 });
  expect(await test.store.statistics.waiting('ivr')).toEqual({
    ...{ refunds: 0, attention: 1, refundsInAttention: 0 },
  });
});

it('is empty where there is nothing', async () => {
  const span = { from: '2020-01-01T00:00:00.000Z', to: '2020-01-02T00:00:00.000Z' };
  expect(await figures(span)).toEqual({ totals: { byStatus: [] }, series: [], declines: [] });
});

it('reads no payment outside the span', async () => {
  await test.sql
    .query(`insert into payment (id, amount_value, amount_currency, account_by, account_value, biller, acquirer,
      channel, source, status, version, state, created_at)
    select 'pay_filler_' || n, 1, 'EUR', 'account', 'a', 'b', 'a', 'filler', '{}', 'processing', 1, '{}',
      timestamptz '2020-01-01' + n * interval '1 minute' from generate_series(1, 5000) n`);
  await test.sql.query('analyze payment');
  const spy = jest.spyOn(Client.prototype, 'query');
  await figures();
  const [{ text, values }] = spy.mock.calls.at(-1) as unknown as [{ text: string; values: unknown[] }];
  spy.mockRestore();
  const { rows } = await test.sql.query(`explain ${text}`, values);
  expect(JSON.stringify(rows)).toContain('payment_created_at_id_idx');
});
