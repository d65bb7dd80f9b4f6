import { Client } from 'pg';
import { received } from '../../domain/payments';
import { openTestStore, type TestStore } from '../testing/database';
import { anOrder, aRequest, changeOf, FUNDED, intentFor } from '../testing/fixtures';

let test: TestStore;
let queries: jest.SpyInstance;
beforeAll(async () => {
  test = await openTestStore(1);
  await test.store.ping();
  queries = jest.spyOn(Client.prototype, 'query');
});
afterAll(async () => {
  queries.mockRestore();
  await test.close();
});
beforeEach(() => queries.mockClear());

/** Statements that reached a connection, by name: each is one round trip, and a transaction by itself. */
const sent = () => queries.mock.calls.map(([query]) => (query as { name?: string }).name);

it('receive, record and claim are one round trip each', async () => {
  const order = anOrder();
  const request = aRequest(order);
  await test.store.payments.receive(order, request);
  expect(sent()).toEqual(['receive']);
  await test.store.payments.receive(order, request);
  await test.store.payments.record(changeOf(order, received(), FUNDED, intentFor(order, 'credit')));
  await test.store.payments.claim(order.id, 'credit', 'x');
  await test.store.payments.claim(order.id, 'credit', 'x');
  await test.store.payments.claim(order.id, 'fund', 'x');
  expect(sent()).toEqual([
    'receive',
    'receive',
    'payment-record',
    'payment-claim',
    'payment-claim',
    'payment-claim',
  ]);
});
