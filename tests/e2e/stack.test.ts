import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { Client } from 'pg';
import { Stack } from '../harness/stack';
import { temporalAddress } from '../harness/temporal';
import { makeDataDir } from '../support/data-dir';
import { eventually } from '../support/eventually';
import { newNamespace } from '../support/namespace';
import { isRunning } from '../support/processes';
import { startWorld } from '../support/world';

const HOSTS = ['API_HOST', 'POSTGRES_HOST', 'SANDBOX_HOST', 'VAULT_HOST', 'WORKER_HEALTH_HOST'];

describe('the stack', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = makeDataDir();
  });

  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('comes up whole where the settings say, tells where it is, and leaves nothing behind', async () => {
    const env = Object.fromEntries(HOSTS.map((setting) => [setting, '127.0.0.2']));
    const stack = await Stack.start({ workers: 2, env });
    const pids = await stack.pids();
    try {
      expect(Object.keys(pids).sort()).toEqual([
        'api',
        'postgres',
        'sandbox',
        'temporal',
        'vault',
        'worker',
        'worker-2',
      ]);
      const { temporal, temporalUi, ...urls } = stack.urls;
      for (const url of Object.values(urls)) expect(url).toContain('127.0.0.2:');
      for (const url of [temporal, temporalUi]) expect(url).toContain('127.0.0.1:');
      expect((await fetch(`${stack.urls.api}/health/ready`)).status).toBe(200);
      const headers = { authorization: `Bearer ${stack.apiKey}` };
      expect((await fetch(`${stack.urls.api}/v1/payments`, { headers })).status).toBe(200);
    } finally {
      await stack.stop();
    }
    expect(Object.values(pids).filter(isRunning)).toEqual([]);
  }, 180_000);

  it('keeps its data when Postgres is killed and started again', async () => {
    const stack = await Stack.start({ parts: ['postgres'], durable: true });
    try {
      await query(stack.urls.database, 'create table kept as select 42 as answer');
      await stack.kill('postgres');
      await expect(query(stack.urls.database, 'select 1')).rejects.toThrow();
      // Its orphans may need a moment to be gone.
      await eventually(() => stack.start('postgres'));
      expect(await query(stack.urls.database, 'select answer from kept')).toEqual([{ answer: 42 }]);
    } finally {
      await stack.stop();
    }
  });

  it('ends what a killed start left behind, and starts on its data', async () => {
    const first = await startByHand(dataDir);
    process.kill(first.pid, 'SIGKILL');
    expect(isRunning(first.postgres)).toBe(true);
    const second = await Stack.start({ parts: ['postgres'], dataDir, durable: true });
    try {
      expect(isRunning(first.postgres)).toBe(false);
      expect(await query(second.urls.database, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      await second.stop();
    }
  });

  it('lets only one stack have a data folder', async () => {
    const first = await Stack.start({ parts: ['postgres'], dataDir });
    try {
      await expect(Stack.start({ parts: ['postgres'], dataDir })).rejects.toThrow('already running');
    } finally {
      await first.stop();
    }
  });

  it('names the setting of a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    try {
      const start = Stack.start({ parts: ['postgres'], env: { POSTGRES_PORT: String(port) } });
      await expect(start).rejects.toThrow(`port ${port} (POSTGRES_PORT) is already in use`);
    } finally {
      await new Promise((resolve) => taken.close(resolve));
    }
  });

  it('uses the Temporal server that TEMPORAL_ADDRESS names', async () => {
    const stack = await Stack.start({
      parts: ['postgres', 'temporal'],
      env: { TEMPORAL_ADDRESS: temporalAddress() },
    });
    try {
      expect(Object.keys(await stack.pids())).toEqual(['postgres']);
      expect(stack.env.TEMPORAL_ADDRESS).toBe(temporalAddress());
    } finally {
      await stack.stop();
    }
  });

  it('takes payments in the namespace that TEMPORAL_NAMESPACE names, on a server that knew nothing of us', async () => {
    const env = { TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_NAMESPACE: await newNamespace() };
    const { stack, channel, cards } = await startWorld({ env });
    try {
      const { status, body } = await channel.pay({ source: { type: 'card', cardId: cards.good } });
      expect(status).toBe(201);
      expect(await channel.untilEnded(body.id)).toMatchObject({ status: 'succeeded' });
    } finally {
      await stack.stop();
    }
  }, 180_000);

  it('is not ready while no worker takes what the API hands on', async () => {
    const stack = await Stack.start({ parts: ['postgres', 'temporal', 'api'] });
    try {
      const nobody = {
        paymentsQueue: false,
        linesQueue: false,
        notificationsQueue: false,
        webhooksQueue: false,
      };
      const parts = { store: true, engine: true, worker: true, ...nobody };
      await eventually(async () => {
        const response = await fetch(`${stack.urls.api}/health/ready`);
        expect([response.status, await response.json()]).toEqual([503, { status: 'not_ready', parts }]);
      });
    } finally {
      await stack.stop();
    }
  });

  it('says which process did not start, and why', async () => {
    const start = Stack.start({ parts: ['postgres', 'temporal', 'api'], env: { PAYLOAD_KEYS: 'nonsense' } });
    await expect(start).rejects.toThrow(/api ended while starting[\s\S]*nonsense/);
  });
});

/** A stack whose starter can be killed, as `npm start` can. */
async function startByHand(dataDir: string): Promise<{ pid: number; postgres: number }> {
  const fresh = path.resolve(__dirname, '..', '..', 'scripts', 'stack', 'fresh.mjs');
  const script = `import { startFreshStack } from ${JSON.stringify(fresh)};
    const stack = await startFreshStack({ parts: ['postgres'], dataDir: ${JSON.stringify(dataDir)}, durable: true });
    console.log(stack.processes.pids.postgres);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data))),
  );
  return { pid: child.pid!, postgres: Number(line) };
}

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
