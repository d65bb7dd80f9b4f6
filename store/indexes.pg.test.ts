import { Client } from 'pg';
import type { PaymentFilter } from './interfaces/payments';
import type { RefundFilter } from './interfaces/refunds';
import { openTestStore, type TestStore } from './testing/database';
import { aSucceededPayment } from './testing/refunds';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
  const { id } = await aSucceededPayment(test.store);
  // Each of what is looked for is rare, as one of twenty channels is, or what is under way, or needs a person.
  const status = `case n % 500 when 0 then 'processing' when 1 then 'declined' else 'succeeded' end`;
  const common = `(n % 20)::text, ${status}, nullif(${status}, 'processing'), case when n % 70 = 0 then 'a_reason' end,
    n % 90 = 0, 1, '{}', timestamptz '2026-01-01' + n * interval '1 minute' from generate_series(1, 6000) n`;
  await test.sql.query(
    `insert into payment (id, amount_value, amount_currency, account_by, account_value, biller, acquirer, source,
       reference, created_by, channel, status, ended, attention, batched, version, state, created_at)
     select 'pay_' || n, 1, 'EUR', 'account', n % 1000, 'b', 'a', '{}',
       case when n % 3 = 0 then n % 999 end, case when n % 3 = 0 then n % 30 end, ${common}`,
  );
  await test.sql.query(
    `insert into refund (id, payment_id, amount_value, amount_currency, reason, asked_by_kind, asked_by_id,
       request_key, acquirer, terms, channel, status, ended, attention, batched, version, state, created_at)
     select 'rfd_' || n, case when n = 1 then $1 else 'pay_' || n % 500 + 1 end, 1, 'EUR', 'x', 'user', n % 30, n, 'a',
       '{}', ${common.replaceAll("'processing'", "'approved'")}`,
    [id],
  );
  await aThousandWebhooks();
  await test.sql.query('analyze');
});
afterAll(() => test.close());

/** Most were brought long ago; a few are under way, or are to be started. */
async function aThousandWebhooks(): Promise<void> {
  await test.sql.query(
    `insert into webhook_endpoint (id, channel, url, secret)
     select 'whe_' || n, n % 5, 'https://shop.example/', 'k.c2VhbGVk' from generate_series(1, 20) n`,
  );
  await test.sql.query(
    `insert into webhook_event (id, type, object_kind, object_id, sequence, body)
     select 'evt_' || n, 'payment.funded', 'payment', 'pay_' || n, 1, '{}' from generate_series(1, 6000) n`,
  );
  await test.sql.query(
    `insert into webhook_delivery (id, endpoint_id, event_id, state, settled_at, started_at, next_attempt_at)
     select 'whd_' || n, 'whe_' || n % 20 + 1, 'evt_' || n, case when n % 300 < 3 then 'pending' else 'delivered' end,
       case when n % 300 < 3 then null else now() end, case when n % 300 <> 0 then now() - interval '1 hour' end,
       case when n % 300 = 1 then now() end
     from generate_series(1, 6000) n`,
  );
}

/** How the database finds what a call asks it for, where it reads through no table that has an index for it. */
async function planOf(call: () => Promise<unknown>): Promise<string> {
  const spy = jest.spyOn(Client.prototype, 'query');
  await call();
  const [{ text, values }] = spy.mock.calls.at(-1) as unknown as [{ text: string; values: unknown[] }];
  spy.mockRestore();
  const client = await test.sql.connect();
  try {
    await client.query('set enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.query('reset enable_seqscan');
    client.release();
  }
}

const indexesIn = (plan: string): string[] =>
  [...plan.matchAll(/(?:Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) (\w+)/g)]
    .map(([, name]) => name!)
    .sort();

const PAYMENTS: [PaymentFilter, string[]][] = [
  [{}, ['payment_created_at_id_idx']],
  [{ status: ['declined'] }, ['payment_ended_created_at_id_idx']],
  [{ status: ['processing'] }, ['payment_ended_created_at_id_idx']],
  [{ channel: '3' }, ['payment_channel_created_at_id_idx']],
  [{ account: '3' }, ['payment_account_value_created_at_id_idx']],
  [{ reference: '3' }, ['payment_reference_idx']],
  [{ createdBy: '3' }, ['payment_created_by_idx']],
  [{ batched: true }, ['payment_batched_idx']],
  [{ attention: true }, ['payment_attention_idx']],
  [{ createdFrom: '2026-01-02T00:00:00.000Z' }, ['payment_created_at_id_idx']],
  [{ search: '3' }, ['payment_account_value_created_at_id_idx', 'payment_pkey', 'payment_reference_idx']],
];

it.each(PAYMENTS)('payments by %j are found by an index for that', async (filter, indexes) => {
  const plan = await planOf(() => test.store.payments.list(filter, { limit: 20 }));
  expect(indexesIn(plan)).toEqual(indexes);
});

const REFUNDS: [RefundFilter, string[]][] = [
  [{}, ['refund_created_at_id_idx']],
  [{ status: ['declined'] }, ['refund_ended_created_at_id_idx']],
  [{ status: ['approved'] }, ['refund_ended_created_at_id_idx']],
  [{ paymentId: 'pay_3' }, ['refund_payment_id_idx']],
  [{ channel: '3' }, ['refund_channel_created_at_id_idx']],
  [{ askedBy: '3' }, ['refund_asked_by_id_created_at_id_idx']],
  [{ batched: true }, ['refund_batched_idx']],
  [{ attention: true }, ['refund_attention_idx']],
];

it.each(REFUNDS)('refunds by %j are found by an index for that', async (filter, indexes) => {
  const plan = await planOf(() => test.store.refunds.list(filter, { limit: 20 }));
  expect(indexesIn(plan)).toEqual(indexes);
});

it.each(['payment', 'refund'] as const)('each %s that nobody works on is found by an index', async (kind) => {
  const { payments, refunds } = test.store;
  const plan = await planOf(() => (kind === 'payment' ? payments : refunds).stranded(1, 20));
  expect(indexesIn(plan)).toEqual([`${kind}_attention_idx`, `${kind}_ended_created_at_id_idx`]);
});

it('webhooks whose turn it is are found by indexes', async () => {
  const most = { limit: 50, perChannel: 40 };
  const killed = () => Promise.reject(new Error('killed'));
  const plan = await planOf(() => test.store.webhooks.startPending(most, killed).catch(() => undefined));
  expect(indexesIn(plan)).toEqual(
    expect.arrayContaining([
      'webhook_delivery_due_idx',
      'webhook_delivery_pending_idx',
      'webhook_delivery_unstarted_idx',
    ]),
  );
});

it('what waits for people is counted by indexes', async () => {
  const plan = await planOf(() => test.store.statistics.waiting());
  expect(indexesIn(plan)).toEqual([
    'payment_attention_idx',
    'refund_attention_idx',
    'refund_ended_created_at_id_idx',
  ]);
});
