import { openTestStore, type TestStore } from '../testing/database';
import { receiveOne, stored } from '../testing/fixtures';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const OLGA = { kind: 'user', id: 'usr_olga' } as const;

it('a payment keeps who made it, and is found by it', async () => {
  const byOlga = await receiveOne(test.store, { channel: 'console', createdBy: OLGA });
  const byProgram = await receiveOne(test.store);
  expect((await stored(test.store, byOlga)).order).toEqual(byOlga);
  expect((await stored(test.store, byProgram)).order).toEqual(byProgram);
  const found = await test.store.payments.list({ createdBy: OLGA.id }, { limit: 10 });
  expect(found.items.map(({ order }) => order.id)).toEqual([byOlga.id]);
});
