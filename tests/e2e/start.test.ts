import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { eventually } from '../support/eventually';
import { NpmStart, START_LIMIT_MS } from '../support/npm-start';
import { freePorts, isRunning, pidsOn } from '../support/processes';
import { makeDataDir } from '../support/data-dir';

const PORTS = [
  'API_PORT',
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
  'POSTGRES_PORT',
  'SANDBOX_PORT',
  'SANDBOX_SMPP_PORT',
  'SANDBOX_SMTP_PORT',
  'VAULT_PORT',
  'WORKER_HEALTH_PORT',
];
const LIMIT_MS = 2 * START_LIMIT_MS;

let dataDir: string;
let settings: Record<string, string>;
let started: NpmStart | undefined;

beforeAll(async () => {
  dataDir = makeDataDir();
  const ports = await freePorts(PORTS.length);
  settings = {
    DATA_DIR: dataDir,
    ...Object.fromEntries(PORTS.map((name, index) => [name, String(ports[index])])),
  };
});

/** Whatever a test that failed left behind. */
afterAll(async () => {
  started?.kill();
  for (const pid of Object.values(pidsOn(dataDir)).filter(isRunning)) process.kill(pid, 'SIGKILL');
  await eventually(async () => expect(Object.values(pidsOn(dataDir)).filter(isRunning)).toEqual([]));
  rmSync(dataDir, { recursive: true, force: true });
});

function start(): NpmStart {
  started = new NpmStart(settings);
  return started;
}

/** The lines that the last screen shows to be typed. */
const curlIn = (output: string): string => /^ {2}curl -s [\s\S]*?'$(?!\s*-)/m.exec(output)![0];

describe('npm start', () => {
  let paymentId: string;

  test(
    'PLT-1 says where everything is, and shows a call that takes a payment as it stands',
    async () => {
      const program = start();
      await program.says('Ctrl-C stops everything.');
      const { API_PORT, TEMPORAL_UI_PORT, SANDBOX_PORT } = settings;
      for (const port of [API_PORT, TEMPORAL_UI_PORT, SANDBOX_PORT]) {
        expect(program.output).toContain(`http://127.0.0.1:${port}`);
        expect((await fetch(`http://127.0.0.1:${port}`)).status).toBeLessThan(500);
      }
      expect((await fetch(`http://127.0.0.1:${API_PORT}/health/ready`)).status).toBe(200);
      const answer = execFileSync('bash', ['-c', curlIn(program.output)], { encoding: 'utf8' });
      const { id, status, redirectUrl } = JSON.parse(answer) as Record<string, string>;
      expect(status).toBe('awaiting_payer');
      expect((await fetch(redirectUrl!)).status).toBe(200);
      paymentId = id!;
    },
    LIMIT_MS,
  );

  test(
    'PLT-1 comes up again after everything was killed, with the payment still there',
    async () => {
      const pids = pidsOn(dataDir);
      expect(Object.keys(pids).sort()).toEqual(['api', 'postgres', 'sandbox', 'temporal', 'vault', 'worker']);
      started!.kill();
      for (const pid of Object.values(pids)) process.kill(pid, 'SIGKILL');
      const again = start();
      await again.says('Ctrl-C stops everything.');
      const [key] = /tf_demo_\w+/.exec(again.output)!;
      const url = `http://127.0.0.1:${settings.API_PORT}/v1/payments/${paymentId}`;
      const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
      expect(await response.json()).toMatchObject({ id: paymentId, status: 'awaiting_payer' });
    },
    LIMIT_MS,
  );

  test(
    'PLT-1 stops everything on Ctrl-C, and says that it is no failure',
    async () => {
      const pids = Object.values(pidsOn(dataDir));
      expect(pids.filter(isRunning)).toHaveLength(6);
      started!.interrupt();
      expect(await started!.ended).toEqual({ code: 0, signal: null });
      expect(pids.filter(isRunning)).toEqual([]);
    },
    LIMIT_MS,
  );

  test(
    'PLT-1 leaves nothing behind on Ctrl-C while it is starting',
    async () => {
      const program = start();
      await program.says(/postgres is up/);
      program.interrupt();
      const seen = Object.values(pidsOn(dataDir));
      expect(await program.ended).toEqual({ code: 130, signal: null });
      expect([...seen, ...Object.values(pidsOn(dataDir))].filter(isRunning)).toEqual([]);
    },
    LIMIT_MS,
  );

  test(
    'PLT-1 kills what does not stop on a second Ctrl-C',
    async () => {
      const program = start();
      await program.says('Ctrl-C stops everything.');
      const pids = pidsOn(dataDir);
      // One that will not hear of it.
      process.kill(pids.api!, 'SIGSTOP');
      program.interrupt();
      await program.says('once more to kill');
      program.interrupt();
      expect(await program.ended).toEqual({ code: 130, signal: null });
      await eventually(async () => expect(Object.values(pids).filter(isRunning)).toEqual([]));
    },
    LIMIT_MS,
  );

  test('PLT-1 refuses a Node that is too old, in words', async () => {
    const old = `for (const [name, value] of [['version', 'v20.18.1'], ['versions', { ...process.versions, node: '20.18.1' }]])
      Object.defineProperty(process, name, { value });`;
    const program = new NpmStart(settings, ['--import', `data:text/javascript,${encodeURIComponent(old)}`]);
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.output.trim()).toBe(
      'Tillflow needs Node 20.19 or newer; this is v20.18.1. See https://nodejs.org',
    );
  });
});
