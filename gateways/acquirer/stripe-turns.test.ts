import { type SilentServer, startSilentServer } from '../testing/silent-server';
import { createAcquirer } from './acquirers';
import type { Acquirer } from './acquirer';
import { Turns } from './stripe-turns';

/** As many requests as may be under way at once. */
const ALL = 64;
const INTENT = JSON.stringify({ id: 'pi_1', object: 'payment_intent', status: 'succeeded', metadata: {} });
const timeout = { kind: 'unknown', reason: 'timeout' };

describe('a call to Stripe that waits for its turn', () => {
  let server: SilentServer;
  let acquirer: Acquirer;
  beforeEach(async () => {
    server = await startSilentServer();
  });
  afterEach(async () => {
    await acquirer.close();
    await server.close();
  });

  const connect = (timeoutMs: number) => {
    const config = {
      kind: 'stripe',
      name: 'stripe',
      secretKey: 'sk_test_1',
      webhookSecret: 'whsec_1',
    } as const;
    acquirer = createAcquirer({ ...config, apiBase: server.url, timeoutMs });
  };
  const charge = (signal?: AbortSignal) => {
    const request = {
      reference: 'r',
      amount: { value: 1, currency: 'EUR' },
      token: 'cus_1/pm_1',
      capture: true,
    };
    return acquirer.authorise(request, { signal });
  };
  const busy = async (timeoutMs: number) => {
    connect(timeoutMs);
    const calls = Array.from({ length: ALL }, () => charge());
    await server.has(ALL);
    return calls;
  };

  test('is given up at once, and is never sent', async () => {
    const calls = await busy(20_000);
    const givingUp = new AbortController();
    const call = charge(givingUp.signal);
    // Its turn is asked for some steps of the SDK later.
    await new Promise((resolve) => setImmediate(resolve));
    givingUp.abort();
    expect(await call).toEqual(timeout);
    server.speak(INTENT);
    for (const outcome of await Promise.all(calls)) expect(outcome).toMatchObject({ kind: 'succeeded' });
    expect(await charge()).toMatchObject({ kind: 'succeeded' });
    expect(server.arrived).toHaveLength(ALL + 1);
  });

  test('is not sent where its caller had given up before', async () => {
    connect(5000);
    server.speak(INTENT);
    expect(await charge(AbortSignal.abort())).toEqual(timeout);
    expect(await charge()).toMatchObject({ kind: 'succeeded' });
    expect(server.arrived).toHaveLength(1);
  });
});

test('a turn that does not come in time is not taken, and not lost to the next', async () => {
  const turns = new Turns(1);
  const tooLate = () => new Error('too late');
  await turns.take(1000, tooLate);
  await expect(turns.take(10, tooLate)).rejects.toThrow('too late');
  const next = turns.take(10_000, tooLate);
  turns.leave();
  await next;
  turns.leave();
  await turns.take(0, tooLate);
});
