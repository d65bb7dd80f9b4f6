import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { OUTCOME_MS } from '../../activities/line-outcomes';
import { lineIdOf, reportTrouble } from '../../client/lines-client';
import type { PaymentOrder } from '../../domain/orders';
import { unknown } from '../../domain/outcomes';
import { eventually } from '../support/eventually';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
/** How long was waited between one call and the next, in milliseconds. */
let waits: number[];
/** By how much the clock by which outcomes are waited for is ahead, in milliseconds. */
let ahead: number;
beforeAll(async () => {
  world = await makeWorld();
  world.operate({ lines: { probeMs: 50, downAfterFailures: 2, forwardPerSecond: 50 } });
  waits = [];
  ahead = 0;
  await world.watchLine({
    rest: (milliseconds, signal) => {
      waits.push(milliseconds);
      return delay(milliseconds, undefined, { signal });
    },
    now: () => Date.now() + ahead,
  });
});
afterEach(() => {
  world.acquirer.clearScript();
  jest.restoreAllMocks();
});
afterAll(() => world.close());

const line = async (): Promise<string | undefined> =>
  (await world.store.lines.list()).find(({ acquirer }) => acquirer === 'sandbox')?.status;

const inTime = (fulfilled: () => Promise<void>): Promise<void> => eventually(fulfilled, 50_000);

const becomes = (status: string): Promise<void> => inTime(async () => expect(await line()).toBe(status));

async function outage(): Promise<void> {
  world.acquirer.isOut = true;
  await becomes('down');
}

/** A payment that the API lets in to try the line. */
async function letIn(order: PaymentOrder): Promise<PaymentOrder> {
  await inTime(async () => expect(await world.store.lines.claimTrial('sandbox', order.id)).toBe(true));
  await world.client.start(order, { fresh: false, waitMs: 0 });
  return order;
}

async function opens(): Promise<void> {
  await letIn(await world.order());
  await becomes('up');
}

/** Calls get through, and nobody answers them. */
function silent(): void {
  world.acquirer.script('authorise', { kind: 'dropAfter', reason: 'timeout' }, 1000);
  world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 1000);
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
  await inTime(async () => {
    const statuses = await Promise.all(orders.map(statusOf));
    expect(statuses.every((status) => status === 'succeeded')).toBe(true);
  });
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
  await outage();
  const orders = await batched(8);
  await delay(200);
  expect(await Promise.all(orders.map(statusOf))).toEqual(orders.map(() => 'batched'));
  world.acquirer.isOut = false;
  await becomes('up');
  await allSent(orders);
  expect(arrived(orders)).toEqual(orders.map(({ id }) => id));
});

test('SWI-6 the first one after an outage is a trial: where nobody knows what became of it, the others wait', async () => {
  await outage();
  const [first, ...others] = await batched(3);
  const before = (await changes()).length;
  const stood: [string, string[]][] = [];
  const { authorise } = world.acquirer;
  jest.spyOn(world.acquirer, 'authorise').mockImplementation(async (...asked) => {
    stood.push([asked[0].reference.split('.')[0]!, (await changes()).slice(before)]);
    if (stood.length === 2) world.acquirer.clearScript();
    return authorise.apply(world.acquirer, asked);
  });
  // Probes are answered again, and payments are not.
  world.acquirer.script('authorise', { kind: 'serverError' });
  world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 1000);
  world.acquirer.isOut = false;
  await allSent(others);
  expect(stood.slice(0, 2)).toEqual([
    [first!.id, ['trial']],
    [others[0]!.id, ['trial', 'down', 'trial']],
  ]);
  await becomes('up');
});

test('SWI-6 calls that nobody answers make a line down, although probes are answered', async () => {
  await becomes('up');
  const before = (await changes()).length;
  world.acquirer.script('authorise', { kind: 'serverError' }, 2);
  for (let index = 0; index < 2; index++) {
    const order = await world.order();
    await world.client.start(order, { fresh: false, waitMs: 0 });
  }
  // It is down for a moment only, as its probes are answered.
  await inTime(async () => expect((await changes())[before]).toBe('down'));
  await opens();
});

test('trouble that was told of during an outage is no news of the line that is back', async () => {
  await outage();
  await reportTrouble(world.environment.client, 'sandbox');
  const before = (await changes()).length;
  const orders = await batched(2);
  world.acquirer.isOut = false;
  await becomes('up');
  await allSent(orders);
  expect((await changes()).slice(before)).toEqual(['trial', 'up']);
});

test('what the biller refuses says nothing of the line: the next one is the trial', async () => {
  await outage();
  const unknown = await world.order({}, { batched: true, account: { by: 'account', value: 'unknown-1' } });
  await world.client.start(unknown, { fresh: false, waitMs: 0 });
  const [next] = await batched(1);
  const before = (await changes()).length;
  world.acquirer.isOut = false;
  world.acquirer.script('authorise', { kind: 'serverError' });
  // For as long as it takes to be seen: skipped time leaves hardly a moment between one inquiry and the next.
  world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 1000);
  await eventually(async () => expect(await statusOf(unknown)).toBe('declined'), 40_000);
  await eventually(async () => expect((await changes()).slice(before)).toContain('down'), 40_000);
  world.acquirer.clearScript();
  expect((await changes()).slice(before, before + 2)).toEqual(['trial', 'down']);
  await allSent([next!]);
  await opens();
});

test('SWI-6 one that can’t be told does not keep the others waiting', async () => {
  await outage();
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
  await outage();
  world.acquirer.isOut = false;
  await allSent([deaf!]);
});

test('SWI-6 one whose workflow does not take it up does not keep the others waiting', async () => {
  await outage();
  const [stuck, other] = await batched(2);
  const { dispatch } = world.client;
  const spy = jest.spyOn(world.client, 'dispatch').mockImplementation(async (order, state) => {
    if (order.id !== stuck!.id) await dispatch.call(world.client, order, state);
    // As if it had been waited for.
    else ahead += OUTCOME_MS + 1;
  });
  world.acquirer.isOut = false;
  await allSent([other!]);
  expect(await statusOf(stuck!)).toBe('batched');
  spy.mockRestore();
  await outage();
  world.acquirer.isOut = false;
  await allSent([stuck!]);
});

test('SWI-6 one after the other goes out, and each waits for as long as the rate of the settings says', async () => {
  await outage();
  const orders = await batched(5);
  const between: (number | string)[] = [];
  const { authorise } = world.acquirer;
  jest.spyOn(world.acquirer, 'authorise').mockImplementation((...asked) => {
    between.push(...waits.splice(0), 'sent');
    return authorise.apply(world.acquirer, asked);
  });
  waits.splice(0);
  world.acquirer.isOut = false;
  await allSent(orders);
  const rate = 1000 / 50;
  // What else is waited for: the next probe, and the outcome.
  const pace = between.filter((one) => one === rate || one === 'sent');
  expect(pace).toEqual(orders.flatMap(() => [rate, 'sent']));
});

describe('numbers in the vault', () => {
  const vaulted = async (count: number): Promise<PaymentOrder[]> => {
    const orders: PaymentOrder[] = [];
    for (let index = 0; index < count; index++) {
      const order = await world.vaultedOrder(`vlt_${randomUUID()}`);
      await world.client.start(order, { fresh: false, waitMs: 0 });
      orders.push(order);
    }
    return orders;
  };
  const sentOf = async (orders: PaymentOrder[]): Promise<number> =>
    (await Promise.all(orders.map(statusOf))).filter((status) => status !== 'batched').length;

  test('SWI-6 SWI-8 an acquirer that answers probes only has one of them for each trial, and is not up', async () => {
    await outage();
    const orders = await vaulted(3);
    const before = (await changes()).length;
    silent();
    world.acquirer.isOut = false;
    await eventually(async () => expect((await changes()).slice(before)).toContain('down'), 40_000);
    const sent = await sentOf(orders);
    const since = (await changes()).slice(before);
    expect(sent).toBeLessThanOrEqual(since.filter((status) => status === 'trial').length);
    expect(since).not.toContain('up');
    world.acquirer.clearScript();
    await allSent(orders);
    expect(arrived(orders)).toEqual(orders.map(({ id }) => id));
    if ((await line()) !== 'up') await opens();
  });

  test('SWI-6 SWI-8 a vault that is away opens no line, is not flooded, and keeps nothing else waiting', async () => {
    await outage();
    const orders = await vaulted(3);
    const before = (await changes()).length;
    const { authorise } = world.acquirer;
    jest
      .spyOn(world.acquirer, 'authorise')
      .mockImplementation((...asked) =>
        asked[0].vaultToken === undefined
          ? authorise.apply(world.acquirer, asked)
          : Promise.resolve(unknown('vault_silent')),
      );
    world.acquirer.isOut = false;
    await eventually(async () => {
      const [first] = orders;
      expect((await world.store.payments.get(first!.id))!.state.funding.status).toBe('unknown');
    }, 40_000);
    await eventually(async () => expect(await world.store.lines.claimTrial('sandbox', 'pay_x')).toBe(true));
    await world.store.lines.freeTrial('sandbox', 'pay_x');
    expect(await sentOf(orders)).toBe(1);
    expect((await changes()).slice(before)).toEqual(['trial']);
    const others = await batched(2);
    await allSent(others);
    expect(await statusOf(orders[2]!)).toBe('batched');
    // The vault is back, and what was passed over is tried again after the next outage.
    jest.restoreAllMocks();
    await outage();
    world.acquirer.isOut = false;
    await allSent(orders);
    const waited = orders.slice(1);
    expect(arrived(waited)).toEqual(waited.map(({ id }) => id));
    expect(arrived(orders)).toHaveLength(3);
    await becomes('up');
  });
});

describe('a trial for which nothing waits', () => {
  const since = async (before: number): Promise<string[]> => (await changes()).slice(before);
  let before: number;
  beforeEach(async () => {
    await outage();
    before = (await changes()).length;
    world.acquirer.isOut = false;
    await becomes('trial');
  });

  test('SWI-6 is a fresh payment’s: only what the acquirer says of it opens the line', async () => {
    const order = await world.order();
    await eventually(async () => expect(await world.store.lines.claimTrial('sandbox', order.id)).toBe(true));
    expect(await world.store.lines.claimTrial('sandbox', 'pay_other')).toBe(false);
    expect(await since(before)).toEqual(['trial']);
    await world.client.start(order, { fresh: false, waitMs: 0 });
    await becomes('up');
    expect(await since(before)).toEqual(['trial', 'up']);
  });

  test.each([
    ['a decline', () => world.order({ token: 'tok_insufficient_funds' })],
    ['a page that was opened', () => world.pageOrder()],
  ])('SWI-6 is over with %s: the acquirer has answered', async (_what, make) => {
    await letIn(await make());
    await becomes('up');
  });

  test('is another’s where the biller refused the first', async () => {
    await letIn(await world.order({}, { account: { by: 'account', value: 'unknown-1' } }));
    await opens();
    expect(await since(before)).toEqual(['trial', 'up']);
  });

  test('goes to one that is batched meanwhile, before any other', async () => {
    const [order] = await batched(1);
    await allSent([order!]);
    await becomes('up');
  });

  /** Nobody knows what became of one that was let in, so many times. */
  async function fail(times: number): Promise<void> {
    for (let count = 0; count < times; count++) {
      const downs = async (): Promise<number> =>
        (await since(before)).filter((status) => status === 'down').length;
      const had = await downs();
      await letIn(await world.order());
      await inTime(async () => expect(await downs()).toBeGreaterThan(had));
    }
    await becomes('trial');
  }

  test('SWI-6 fails where nobody knows what became of it, and the line is left alone for longer each time', async () => {
    silent();
    waits.splice(0);
    await fail(3);
    expect(await since(before)).not.toContain('up');
    // Four times as long as between two probes, which nothing else here waits for.
    expect(waits).toContain(200);
    world.acquirer.clearScript();
    await opens();
  });

  test('SWI-6 that opened a page leaves the line as little trusted as it was', async () => {
    silent();
    await fail(2);
    waits.splice(0);
    await letIn(await world.pageOrder());
    await inTime(async () => expect(await since(before)).toContain('up'));
    await reportTrouble(world.environment.client, 'sandbox');
    await inTime(async () => expect(waits).toContain(200));
    world.acquirer.clearScript();
    await opens();
  });

  test('what was known of the line is not forgotten when its workflow begins anew', async () => {
    const handle = world.environment.client.workflow.getHandle(lineIdOf('sandbox'));
    const { runId } = await handle.describe();
    silent();
    await fail(1);
    // Long enough a history for the next change to begin a new run.
    for (let count = 0; count < 3; count++) await handle.signal('lineTrouble', 'x'.repeat(1_500_000));
    await fail(1);
    await inTime(async () => expect((await handle.describe()).runId).not.toBe(runId));
    waits.splice(0);
    await fail(1);
    expect(Math.max(...waits)).toBeGreaterThanOrEqual(200);
    world.acquirer.clearScript();
    await opens();
  });
});
