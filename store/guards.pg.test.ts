import { received } from '../domain/payments';
import { openTestStore, type TestStore } from './testing/database';
import { changeOf, FUNDED, receiveOne } from './testing/fixtures';

let test: TestStore;
let id: string;
beforeAll(async () => {
  test = await openTestStore();
  const order = await receiveOne(test.store);
  id = order.id;
  await test.store.payments.record(changeOf(order, received(), FUNDED));
  await test.store.audit.seal(100);
});
afterAll(() => test.close());

const post = (...lines: [leg: string, line: number, currency: string, value: number][]) =>
  test.sql.query(
    `insert into posting (payment_id, leg, line, account, currency, value)
     select $1, leg, line, 'somewhere', currency, value
     from unnest($2::text[], $3::int[], $4::text[], $5::bigint[]) as l (leg, line, currency, value)`,
    [id, ...[0, 1, 2, 3].map((column) => lines.map((line) => line[column as 0]))],
  );

describe('the database refuses, whoever asks', () => {
  const UNBALANCED = /do not sum to zero/;

  it('a posting alone', async () => {
    await expect(post(['crediting', 1, 'EUR', 5])).rejects.toThrow(UNBALANCED);
  });
  it('sides that differ', async () => {
    await expect(post(['crediting', 1, 'EUR', 5], ['crediting', 2, 'EUR', -4])).rejects.toThrow(UNBALANCED);
  });
  it('sides in two currencies', async () => {
    await expect(post(['crediting', 1, 'EUR', 5], ['crediting', 2, 'USD', -5])).rejects.toThrow(UNBALANCED);
  });
  it('sides in two legs', async () => {
    await expect(post(['crediting', 1, 'EUR', 5], ['reversal', 1, 'EUR', -5])).rejects.toThrow(UNBALANCED);
  });
  it('but not what balances', async () => {
    await expect(post(['crediting', 1, 'EUR', 5], ['crediting', 2, 'EUR', -5])).resolves.toBeDefined();
  });

  it.each(['posting', 'audit_entry', 'audit_seal'])('to change, delete or empty %s', async (table) => {
    const column = { posting: 'value', audit_entry: 'type', audit_seal: 'top' }[table]!;
    for (const statement of [
      `update ${table} set ${column} = ${column}`,
      `delete from ${table}`,
      `truncate ${table}`,
      `truncate ${table} cascade`,
    ]) {
      await expect(test.sql.query(statement)).rejects.toThrow(`${table} is append-only`);
    }
  });

  it('to give a settled step another outcome', async () => {
    await expect(
      test.sql.query("update payment_step set status = 'sent' where payment_id = $1 and step = 'fund'", [id]),
    ).rejects.toThrow(`step fund of ${id} is settled as succeeded`);
  });

  it('to delete a payment that money was posted for', async () => {
    await test.sql.query('delete from payment_step where payment_id = $1', [id]);
    await expect(test.sql.query('delete from payment where id = $1', [id])).rejects.toThrow(
      'posting_payment_id_fkey',
    );
  });

  it.each([
    ['status', "'paid'", 'payment_status_check'],
    ['status', "'succeeded'", 'payment_ended_check'],
    ['ended', "'declined'", 'payment_ended_check'],
    ['amount_value', '0', 'payment_amount_check'],
    ['amount_currency', "'eur'", 'payment_currency_check'],
    ['version', '0', 'payment_version_check'],
  ])('a payment whose %s is %s', async (column, value, constraint) => {
    await expect(
      test.sql.query(`update payment set ${column} = ${value} where id = $1`, [id]),
    ).rejects.toMatchObject({ constraint });
  });

  it('a card number in the place of a token', async () => {
    await expect(
      test.sql.query(
        `insert into card (id, customer_id, acquirer, token, brand, last4, expiry_month, expiry_year, created_at)
         values ('card_x', 'cus_x', 'sandbox', '4242 4242 4242 4242', 'visa', '4242', 1, 2030, now())`,
      ),
    ).rejects.toMatchObject({ constraint: 'card_token_check' });
  });
});
