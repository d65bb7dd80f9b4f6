import { count, openTestStore, type TestStore } from './testing/database';
import { anOrder, aRequest, CREDITED, FUNDED, play, receiveOne, REFUSED } from './testing/fixtures';
import type { PaymentOrder } from '../domain/orders';

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.close());

/** Past the triggers, as somebody with all rights would. */
async function plant(sql: string, ...values: unknown[]): Promise<void> {
  const client = await test.sql.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(sql, values);
    await client.query('reset session_replication_role');
  } finally {
    client.release();
  }
}

describe('the ledger check', () => {
  it('is content with payments that ended in every way, and with those under way', async () => {
    await receiveOne(test.store);
    const plays = [
      [FUNDED],
      [FUNDED, CREDITED],
      [REFUSED],
      [{ type: 'funding_unknown', reason: 'timeout' } as const],
      [FUNDED, { type: 'crediting_declined', code: 'account_closed' } as const],
      [
        FUNDED,
        { type: 'crediting_declined', code: 'account_closed' } as const,
        { type: 'reversal_succeeded', externalId: 're_1' } as const,
      ],
    ];
    for (const facts of plays) await play(test.store, await receiveOne(test.store), ...facts);
    const yen = await receiveOne(test.store, { amount: { value: 500, currency: 'JPY' } });
    await play(test.store, yen, FUNDED, CREDITED);
    expect(await test.store.ledger.check()).toEqual({
      balanced: true,
      problems: [],
      accounts: [
        { account: 'acquirer:sandbox:receivable', currency: 'EUR', balance: '3150' },
        { account: 'acquirer:sandbox:receivable', currency: 'JPY', balance: '500' },
        { account: 'biller:telco:payable', currency: 'EUR', balance: '-1050' },
        { account: 'biller:telco:payable', currency: 'JPY', balance: '-500' },
        { account: 'payments:in_transit', currency: 'EUR', balance: '-2100' },
        { account: 'payments:in_transit', currency: 'JPY', balance: '0' },
      ],
    });
  });

  const disagreements: [what: string, sql: string, detail: RegExp][] = [
    [
      'a missing leg',
      "delete from posting where payment_id = $1 and leg = 'crediting'",
      /crediting is posted as 0; it has ended with -1050/,
    ],
    [
      'another amount',
      'update posting set value = value * 2 where payment_id = $1',
      /funding is posted as 2100/,
    ],
    ['another currency', "update posting set currency = 'USD' where payment_id = $1", /posted in USD/],
    [
      'a leg that never was',
      "insert into posting select payment_id, 'reversal', line, account, currency, value from posting where payment_id = $1 and leg = 'funding'",
      /reversal is posted as 1050/,
    ],
    [
      'a status that its legs do not make',
      "update payment set status = 'reversed', ended = 'reversed', state = jsonb_set(state, '{status}', '\"reversed\"') where id = $1",
      /its legs do not make it reversed/,
    ],
    [
      'columns that its state does not have',
      'update payment set version = version + 1 where id = $1',
      /its columns and its state differ/,
    ],
  ];
  it.each(disagreements)('finds %s', async (_, sql, detail) => {
    const order = await receiveOne(test.store);
    await play(test.store, order, FUNDED, CREDITED);
    await plant(sql, order.id);
    const check = await test.store.ledger.check();
    expect(check.balanced).toBe(false);
    expect(check.problems).toEqual([
      { kind: 'disagrees', subject: order.id, detail: expect.stringMatching(detail) },
    ]);
  });

  it('finds a currency and a leg that do not sum to zero', async () => {
    const order = await receiveOne(test.store);
    await play(test.store, order, FUNDED);
    await plant(
      "update posting set value = value + 1 where payment_id = $1 and account = 'payments:in_transit'",
      order.id,
    );
    expect((await test.store.ledger.check()).problems).toEqual([
      { kind: 'unbalanced', subject: 'currency EUR', detail: 'sums to 1' },
      { kind: 'unbalanced', subject: order.id, detail: 'funding sums to 1 EUR' },
    ]);
  });

  it('lists a hundred problems at most', async () => {
    const orders: PaymentOrder[] = Array.from({ length: 120 }, () => anOrder());
    await Promise.all(orders.map((order) => test.store.payments.receive(order, aRequest(order))));
    await plant('update payment set version = 9');
    expect(await count(test.sql, 'payment')).toBe(120);
    expect((await test.store.ledger.check()).problems).toHaveLength(100);
  });
});
