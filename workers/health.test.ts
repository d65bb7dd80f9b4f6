import { startHealth } from './health';
import type { Health } from './health';
import { readSettings } from './settings';

const SETTINGS = readSettings({ DATABASE_URL: 'postgresql://x', PAYLOAD_KEYS: 'k', WORKER_HEALTH_PORT: '0' });
const ALL = { store: true, engine: true, paymentsQueue: true };

let parts: Record<string, boolean>;
let health: Health;
beforeAll(async () => {
  health = (await startHealth(SETTINGS, async () => parts))!;
});
afterAll(() => health.close());

async function ask(path: string): Promise<[number, unknown]> {
  const response = await fetch(health.url + path);
  return [response.status, await response.json()];
}

test('a worker is ready when every part is well, and names the one that is not', async () => {
  parts = ALL;
  expect(await ask('/health/ready')).toEqual([200, { status: 'ready', parts: ALL }]);
  parts = { ...ALL, paymentsQueue: false };
  expect(await ask('/health/ready')).toEqual([503, { status: 'not_ready', parts }]);
});

test('it lives all the same, and has nothing else to say', async () => {
  parts = { ...ALL, store: false };
  expect(await ask('/health/live')).toEqual([200, { status: 'up' }]);
  expect(await ask('/v1/payments')).toEqual([404, { status: 'not_found' }]);
});

test('without a port it tells nobody', async () => {
  expect(await startHealth({ ...SETTINGS, WORKER_HEALTH_PORT: undefined }, async () => ALL)).toBeUndefined();
});

test('a port that is taken is named by its setting', async () => {
  const port = Number(new URL(health.url).port);
  const second = startHealth({ ...SETTINGS, WORKER_HEALTH_PORT: port }, async () => ALL);
  await expect(second).rejects.toThrow('is taken: set WORKER_HEALTH_PORT');
});
