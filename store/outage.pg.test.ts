import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { received } from '../domain/payments';
import { StoreUnavailable } from './interfaces/failures';
import { type Store } from './interfaces/store';
import { createStore } from './store';
import { anOrder, aRequest, changeOf, CREDITED, FUNDED, receiveOne, stored } from './testing/fixtures';

let server: ChildProcess;
let answers: AsyncIterator<string>;
let store: Store;
let url: string;

async function tell(command: 'start' | 'stop' | 'kill'): Promise<{ url: string }> {
  server.stdin!.write(`${command}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error('the database’s program ended');
  return JSON.parse(value);
}

beforeAll(async () => {
  const program = path.join(__dirname, 'testing', 'postgres-process.mjs');
  server = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  answers = createInterface({ input: server.stdout! })[Symbol.asyncIterator]();
  ({ url } = await tell('start'));
  store = createStore({ databaseUrl: url, poolSize: 5 });
});

afterAll(async () => {
  await store.close();
  server.stdin!.end();
  await once(server, 'exit');
});

/** Whatever the store is asked for, by both ways to the database. */
const calls: [name: string, call: () => Promise<unknown>][] = [
  ['receive', () => receiveOne(store)],
  ['claim', () => store.payments.claim('pay_1', 'fund', 'x')],
  ['get', () => store.payments.get('pay_1')],
  ['list', () => store.payments.list({}, { limit: 5 })],
  ['findByKeyHash', () => store.channels.findByKeyHash('x')],
  ['seal', () => store.audit.seal(5)],
  ['check', () => store.ledger.check()],
];

describe.each(['stop', 'kill'] as const)('when the database goes away (%s)', (how) => {
  it('calls say so, and work again when it is back', async () => {
    const order = await receiveOne(store);
    // Several idle connections, which all break, also those of a store that Prisma was not asked through.
    await Promise.all(Array.from({ length: 5 }, () => store.payments.get(order.id)));
    const raw = createStore({ databaseUrl: url, poolSize: 2 });
    expect(await raw.ping()).toBe(true);

    await tell(how);
    await raw.close();
    for (const [name, call] of calls) {
      const error = await call().catch((reason: unknown) => reason);
      expect([name, error]).toEqual([name, expect.any(StoreUnavailable)]);
    }
    expect(await store.ping()).toBe(false);

    await tell('start');
    expect(await store.ping()).toBe(true);
    expect((await stored(store, order)).order).toEqual(order);
    expect(await store.payments.record(changeOf(order, received(), FUNDED))).toBe('recorded');
  });

  it('what was under way is there whole or not at all, and can be repeated', async () => {
    const orders = Array.from({ length: 60 }, () => anOrder());
    const underWay = orders.map(async (order) => {
      await store.payments.receive(order, aRequest(order));
      const funded = changeOf(order, received(), FUNDED);
      await store.payments.record(funded);
      await store.payments.record(changeOf(order, funded.to, CREDITED));
    });
    await Promise.race(underWay);
    await tell(how);
    const ended = await Promise.allSettled(underWay);
    for (const result of ended) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StoreUnavailable);
    }
    await tell('start');
    for (const order of orders) {
      expect(['new', 'replayed']).toContain((await store.payments.receive(order, aRequest(order))).kind);
      const funded = changeOf(order, received(), FUNDED);
      await store.payments.record(funded);
      await store.payments.record(changeOf(order, funded.to, CREDITED));
      expect((await stored(store, order)).state.status).toBe('succeeded');
    }
    expect((await store.ledger.check()).problems).toEqual([]);
  });
});
