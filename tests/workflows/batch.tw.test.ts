import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import { STATUS } from '../../workflows/search-attributes';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const olga = { kind: 'user', id: 'olga' } as const;

const end = (order: PaymentOrder): Promise<PaymentState> =>
  world.environment.client.workflow.getHandle(order.id).result() as Promise<PaymentState>;

async function batched(): Promise<PaymentOrder> {
  const order = await world.order({}, { batched: true });
  await world.client.start(order, { fresh: false, waitMs: 0 });
  return order;
}

const dispatch = async (order: PaymentOrder): Promise<void> =>
  world.client.dispatch(order, (await world.store.payments.get(order.id))!.state);

test('SWI-6 a batched payment waits for the line, however long, and is sent once when its turn comes', async () => {
  const order = await batched();
  await world.environment.sleep('3 days');
  const { typedSearchAttributes } = await world.environment.client.workflow.getHandle(order.id).describe();
  expect(typedSearchAttributes.get(STATUS)).toBe('batched');
  expect(world.books(order)).toMatchObject({ charges: 0, registrations: 0 });
  await Promise.all([dispatch(order), dispatch(order)]);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
  expect(await world.facts(order)).toEqual([
    'received',
    'dispatched',
    'funding_succeeded',
    'crediting_succeeded',
  ]);
});

test('SWI-6 a batched payment is cancelled until it is sent, and not afterwards', async () => {
  const order = await batched();
  expect(await world.client.cancel(order.id, olga)).toMatchObject({ status: 'cancelled' });
  expect(await end(order)).toMatchObject({ status: 'cancelled' });
  await dispatch(order);
  expect(world.books(order)).toMatchObject({ charges: 0 });

  const sent = await batched();
  world.acquirer.script('authorise', { kind: 'dropBefore' });
  await dispatch(sent);
  const late = world.client.cancel(sent.id, olga);
  await expect(late).rejects.toMatchObject({ reason: 'not_cancellable' });
  expect(await end(sent)).toMatchObject({ status: 'succeeded' });
});

test('SWI-6 what was batched is sent late, where another would be declined', async () => {
  const order = await batched();
  await world.environment.sleep('1 day');
  world.acquirer.script('authorise', { kind: 'dropBefore' });
  await dispatch(order);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
});

test('SWI-6 a batched payment whose outcome was lost is asked about, not sent again', async () => {
  const order = await batched();
  world.acquirer.books.idempotent = false;
  world.acquirer.script('authorise', { kind: 'dropAfter' });
  await dispatch(order);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
  world.acquirer.books.idempotent = true;
});

test('SWI-6 one that was accepted and never started is started when its turn comes', async () => {
  const order = await world.order({}, { batched: true });
  await dispatch(order);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
});
