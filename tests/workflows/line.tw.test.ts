import { setTimeout as delay } from 'node:timers/promises';
import { reportTrouble } from '../../client/lines-client';
import type { PaymentOrder } from '../../domain/orders';
import { eventually } from '../support/eventually';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
  world.operate({ lines: { probeMs: 50, downAfterFailures: 2, forwardPerSecond: 50 } });
  await world.watchLine();
});
afterAll(() => world.close());

const line = async (): Promise<string | undefined> =>
  (await world.store.lines.list()).find(({ acquirer }) => acquirer === 'sandbox')?.status;

async function becomes(status: string): Promise<void> {
  await eventually(async () => expect(await line()).toBe(status), 40_000);
}

async function batched(count: number): Promise<PaymentOrder[]> {
  const orders: PaymentOrder[] = [];
  for (let index = 0; index < count; index++) {
    const order = await world.order({}, { batched: true });
    await world.client.start(order, { fresh: false, waitMs: 0 });
    orders.push(order);
  }
  return orders;
}

const statusOf = async ({ id }: PaymentOrder): Promise<string> =>
  (await world.store.payments.get(id))!.state.status;

async function allSent(orders: PaymentOrder[]): Promise<void> {
  await eventually(async () => {
    const statuses = await Promise.all(orders.map(statusOf));
    expect(statuses.every((status) => status === 'succeeded')).toBe(true);
  }, 40_000);
}

/** How the line stood, one after the other. */
const changes = async (): Promise<string[]> => {
  const { items } = await world.store.audit.list({ objectKind: 'line' }, { limit: 1000 });
  return items.map(({ type }) => type).reverse();
};

/** The order in which charges arrived at the acquirer. */
const arrived = (orders: PaymentOrder[]): string[] =>
  world.acquirer.books.operations
    .filter(
      ({ kind, reference }) => kind === 'authorise' && orders.some(({ id }) => reference.startsWith(id)),
    )
    .map(({ reference }) => reference.split('.')[0]!);

test('SWI-6 a line that does not answer is down; what waited goes out in order, once each, when it is back', async () => {
  world.acquirer.isOut = true;
  await becomes('down');
  const orders = await batched(8);
  await delay(200);
  expect(await Promise.all(orders.map(statusOf))).toEqual(orders.map(() => 'batched'));
  world.acquirer.isOut = false;
  await becomes('up');
  await allSent(orders);
  expect(arrived(orders)).toEqual(orders.map(({ id }) => id));
});

test('SWI-6 the first one after an outage is a trial: where nobody knows what became of it, the others wait', async () => {
  world.acquirer.isOut = true;
  await becomes('down');
  const [first, ...others] = await batched(3);
  // Probes are answered again, and payments are not.
  world.acquirer.script('authorise', { kind: 'serverError' });
  world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 3);
  world.acquirer.isOut = false;
  await eventually(async () => expect(await statusOf(first!)).not.toBe('batched'), 40_000);
  expect(await Promise.all(others.map(statusOf))).toEqual(['batched', 'batched']);
  await becomes('up');
  await allSent(others);
});

test('SWI-6 calls that nobody answers make a line down, although probes are answered', async () => {
  await becomes('up');
  world.acquirer.script('authorise', { kind: 'serverError' }, 2);
  for (let index = 0; index < 2; index++) {
    const order = await world.order();
    await world.client.start(order, { fresh: false, waitMs: 0 });
  }
  await becomes('down');
  await becomes('up');
});

test('trouble that was told of during an outage is no news of the line that is back', async () => {
  world.acquirer.isOut = true;
  await becomes('down');
  await reportTrouble(world.environment.client, 'sandbox');
  const before = (await changes()).length;
  const orders = await batched(2);
  world.acquirer.isOut = false;
  await becomes('up');
  await allSent(orders);
  expect((await changes()).slice(before)).toEqual(['trial', 'up']);
});

test('what the biller refuses says nothing of the line: the next one is the trial', async () => {
  world.acquirer.isOut = true;
  await becomes('down');
  const unknown = await world.order({}, { batched: true, account: { by: 'account', value: 'unknown-1' } });
  await world.client.start(unknown, { fresh: false, waitMs: 0 });
  const [next] = await batched(1);
  const before = (await changes()).length;
  world.acquirer.isOut = false;
  world.acquirer.script('authorise', { kind: 'serverError' });
  world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 3);
  await eventually(async () => expect(await statusOf(unknown)).toBe('declined'), 40_000);
  await eventually(async () => expect((await changes()).slice(before)).toEqual(['trial', 'down']), 40_000);
  await becomes('up');
  await allSent([next!]);
});

test('SWI-6 one that can’t be told does not keep the others waiting', async () => {
  world.acquirer.isOut = true;
  await becomes('down');
  const [deaf, other] = await batched(2);
  const { dispatch } = world.client;
  const spy = jest.spyOn(world.client, 'dispatch').mockImplementation(async (order, state) => {
    if (order.id === deaf!.id) throw new Error('no signal can be given');
    await dispatch.call(world.client, order, state);
  });
  world.acquirer.isOut = false;
  await becomes('up');
  await allSent([other!]);
  spy.mockRestore();
  // It is tried again after the next outage.
  world.acquirer.isOut = true;
  await becomes('down');
  world.acquirer.isOut = false;
  await allSent([deaf!]);
});

test('SWI-6 one whose workflow does not take it up does not keep the others waiting', async () => {
  world.acquirer.isOut = true;
  await becomes('down');
  const [stuck, other] = await batched(2);
  const { dispatch } = world.client;
  const spy = jest.spyOn(world.client, 'dispatch').mockImplementation(async (order, state) => {
    if (order.id !== stuck!.id) await dispatch.call(world.client, order, state);
  });
  world.acquirer.isOut = false;
  await allSent([other!]);
  expect(await statusOf(stuck!)).toBe('batched');
  spy.mockRestore();
  world.acquirer.isOut = true;
  await becomes('down');
  world.acquirer.isOut = false;
  await allSent([stuck!]);
});
