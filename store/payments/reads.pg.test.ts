import { Client } from 'pg';
import type { PaymentFilter, PaymentRecord } from '../interfaces/payments';
import { InvalidCursor } from '../interfaces/reading';
import { openTestStore, type TestStore } from '../testing/database';
import { CREDITED, FUNDED, play, receiveOne, REFUSED } from '../testing/fixtures';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

/** Walks all pages, and fails where one is empty but not the last. */
async function walk(filter: PaymentFilter, limit: number): Promise<PaymentRecord[]> {
  const items: PaymentRecord[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await test.store.payments.list(filter, { limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    if (page.cursor === undefined) return items;
    expect(page.items.length).toBe(limit);
    cursor = page.cursor;
  }
}

const ids = (records: PaymentRecord[]) => records.map((record) => record.order.id);

describe('listing payments', () => {
  const all: string[] = [];
  const at = (second: number) => `2026-03-01T00:00:${String(second).padStart(2, '0')}.000Z`;

  beforeAll(async () => {
    // Five seconds with four payments each: ties all the way.
    for (let index = 0; index < 20; index++) {
      const order = await receiveOne(test.store, {
        createdAt: at(Math.floor(index / 4)),
        channel: index % 2 ? 'shop' : 'ivr',
        ...(index % 7 === 0 && { reference: index === 14 ? '+35799000002' : `invoice ${index}` }),
        account: { by: 'msisdn', value: index % 5 ? '+35799000001' : '+35799000002' },
      });
      all.push(order.id);
      if (index % 4 === 1) await play(test.store, order, FUNDED);
      if (index % 4 === 2) await play(test.store, order, FUNDED, CREDITED);
      if (index % 4 === 3) await play(test.store, order, REFUSED);
      if (index === 4)
        await play(test.store, order, { type: 'attention_raised', reason: 'funding_unresolved' });
    }
  });

  const newestFirst = () =>
    [0, 1, 2, 3, 4]
      .flatMap((second) =>
        all
          .slice(second * 4, second * 4 + 4)
          .sort()
          .reverse()
          .map((id) => ({ id, second })),
      )
      .sort((a, b) => b.second - a.second)
      .map(({ id }) => id);
  const where = (keep: (index: number) => boolean) => newestFirst().filter((id) => keep(all.indexOf(id)));

  it.each([1, 3, 4, 7, 19, 20, 21])('gives each payment once, newest first, %i a page', async (limit) => {
    expect(ids(await walk({}, limit))).toEqual(newestFirst());
  });

  it('gives no cursor on the last page', async () => {
    const page = await test.store.payments.list({}, { limit: 20 });
    expect(page.items).toHaveLength(20);
    expect(page).not.toHaveProperty('cursor');
  });

  it('is not disturbed by what is received between two pages', async () => {
    const first = await test.store.payments.list({ channel: 'ivr' }, { limit: 5 });
    const late = await receiveOne(test.store, { channel: 'ivr', createdAt: '2026-04-01T00:00:00.000Z' });
    const second = await test.store.payments.list({ channel: 'ivr' }, { limit: 5, cursor: first.cursor });
    expect(ids([...first.items, ...second.items])).toEqual(where((index) => index % 2 === 0));
    await test.sql.query('delete from payment_step where payment_id = $1', [late.id]);
    await test.sql.query('delete from payment where id = $1', [late.id]);
  });

  const cases: [string, PaymentFilter, (index: number) => boolean][] = [
    ['an open status', { status: ['funded'] }, (i) => i % 4 === 1],
    ['an ended status', { status: ['succeeded'] }, (i) => i % 4 === 2],
    ['several ended ones', { status: ['succeeded', 'declined'] }, (i) => i % 4 >= 2],
    ['open and ended ones', { status: ['processing', 'succeeded'] }, (i) => i % 4 === 0 || i % 4 === 2],
    ['no status', { status: [] }, () => false],
    ['a channel', { channel: 'shop' }, (i) => i % 2 === 1],
    ['an account', { account: '+35799000002' }, (i) => i % 5 === 0],
    ['part of an account', { account: '+3579900000' }, () => false],
    ['a reference', { reference: 'invoice 7' }, (i) => i === 7],
    ['part of a reference', { reference: 'invoice' }, () => false],
    ['a search that is a reference', { search: 'invoice 7' }, (i) => i === 7],
    [
      'a search that is an account, or a reference',
      { search: '+35799000002' },
      (i) => i % 5 === 0 || i === 14,
    ],
    [
      'a search and another filter',
      { search: '+35799000002', channel: 'ivr' },
      (i) => i % 10 === 0 || i === 14,
    ],
    ['a search for nothing of ours', { search: 'x' }, () => false],
    ['attention', { attention: true }, (i) => i === 4],
    ['no attention', { attention: false }, (i) => i !== 4],
    ['times', { createdFrom: at(1), createdTo: at(3) }, (i) => i >= 4 && i < 12],
    ['an offset', { createdFrom: '2026-03-01T02:00:04.000+02:00' }, (i) => i >= 16],
    [
      'all at once',
      { channel: 'ivr', status: ['succeeded'], createdTo: at(4), account: '+35799000002' },
      (i) => i === 10,
    ],
  ];
  it.each(cases)('filters by %s, over many pages', async (_, filter, keep) => {
    expect(ids(await walk(filter, 2))).toEqual(where(keep));
  });

  it('finds a payment by its id, over all other filters', async () => {
    expect(ids(await walk({ search: all[3] }, 2))).toEqual([all[3]]);
    expect(await walk({ search: all[3], channel: 'ivr' }, 2)).toEqual([]);
  });

  it.each([
    ['a reference', { reference: 'invoice 7' }, ['payment_reference_idx']],
    [
      'a search',
      { search: 'invoice 7' },
      ['payment_pkey', 'payment_account_value_created_at_id_idx', 'payment_reference_idx'],
    ],
  ] as [string, PaymentFilter, string[]][])('has an index for %s', async (_, filter, indexes) => {
    await test.sql
      .query(`insert into payment (id, amount_value, amount_currency, account_by, account_value, biller, acquirer,
        channel, source, reference, status, version, state, created_at)
      select 'pay_filler_' || n, 1, 'EUR', 'account', 'a' || n, 'b', 'a', 'filler', '{}', 'r' || n, 'processing', 1, '{}',
        '2020-01-01' from generate_series(1, 5000) n`);
    await test.sql.query('analyze payment');
    const spy = jest.spyOn(Client.prototype, 'query');
    await test.store.payments.list(filter, { limit: 5 });
    const [{ text, values }] = spy.mock.calls.at(-1) as unknown as [{ text: string; values: unknown[] }];
    spy.mockRestore();
    const { rows } = await test.sql.query(`explain ${text}`, values);
    for (const index of indexes) expect(JSON.stringify(rows)).toContain(index);
    await test.sql.query("delete from payment where channel = 'filler'");
  });

  it.each([
    '',
    'x',
    'not a cursor',
    Buffer.from('0000-01-01T00:00:00.000Z pay_x').toString('base64url'),
    'e30',
    Buffer.from('2026-03-01T00:00:00.000Z').toString('base64url'),
    Buffer.from('2026-13-01T00:00:00.000Z pay_1').toString('base64url'),
    Buffer.from("2026-03-01T00:00:00.000Z pay_1' or 1=1").toString('base64url'),
  ])('refuses %j as a cursor', async (cursor) => {
    await expect(test.store.payments.list({}, { cursor, limit: 5 })).rejects.toThrow(InvalidCursor);
  });
});

describe('stranded payments', () => {
  it('are those under way that nothing has happened to', async () => {
    const [waiting, fresh, done] = await Promise.all(
      [1, 2, 3].map(() => receiveOne(test.store, { channel: 'kiosk' })),
    );
    await play(test.store, done!, REFUSED);
    await test.sql.query("update payment set updated_at = now() - interval '1 hour' where id = any($1)", [
      [waiting!.id, done!.id],
    ]);
    const found = ids(await test.store.payments.stranded(60_000, 100));
    expect(found).toContain(waiting!.id);
    expect(found).not.toContain(fresh!.id);
    expect(found).not.toContain(done!.id);
  });

  it('are all found, a few at a time', async () => {
    const everything = await test.store.payments.stranded(-60_000, 1000);
    const found: PaymentRecord[] = [];
    for (let last: PaymentRecord | undefined; ;) {
      const some = await test.store.payments.stranded(-60_000, 2, last?.order);
      if (some.length === 0) break;
      found.push(...some);
      last = some.at(-1);
    }
    expect(everything.length).toBeGreaterThan(10);
    expect(ids(found)).toEqual(ids(everything));
  });
});
