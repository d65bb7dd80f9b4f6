import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Emulators of Stripe that others wrote, for contract tests. Both are kept in `.cache/`, which git ignores. */
const CACHE = path.resolve(__dirname, '../../.cache');

/** Keeps state, captures and refunds; has no Checkout Sessions, no search, no idempotency keys. */
const LOCALSTRIPE = 'localstripe==1.15.10';
/** Keeps nothing, but checks each request against Stripe's own description of its API. */
const STRIPE_MOCK = 'github.com/stripe/stripe-mock@v0.203.0';

export interface Emulator {
  url: string;
  close(): Promise<void>;
}

/** The path of the program, installed first where need be; undefined where it can't be had here. */
export function findLocalstripe(): string | undefined {
  const venv = path.join(CACHE, 'localstripe');
  const program = path.join(venv, 'bin', 'localstripe');
  return existing(program, () => {
    run('python3', ['-m', 'venv', venv]);
    run(path.join(venv, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', LOCALSTRIPE]);
  });
}

export function findStripeMock(): string | undefined {
  const bin = path.join(CACHE, 'bin');
  const program = path.join(bin, 'stripe-mock');
  return existing(program, () => {
    mkdirSync(bin, { recursive: true });
    run('go', ['install', STRIPE_MOCK], { GOBIN: bin });
  });
}

export async function startLocalstripe(program: string): Promise<Emulator> {
  const port = await freePort();
  return start(program, ['--from-scratch', '--port', String(port)], port);
}

export async function startStripeMock(program: string): Promise<Emulator> {
  const port = await freePort();
  return start(program, ['-http-addr', `127.0.0.1:${port}`], port);
}

/** Where tests are defined, and where it is said that there are none. */
export interface Report {
  test(name: string, body: () => void): void;
  skip(name: string): void;
  warn(text: string): void;
}

const JEST: Report = {
  test: (name, body) => test(name, body),
  skip: (name) => test.skip(name, () => {}),
  warn: (text) => process.emitWarning(text),
};

/**
 * Defines the tests if the emulator is there. Where it can't be had they are skipped, and the log says so; a build
 * server must have it, so there they fail.
 */
export function withEmulator(
  name: string,
  program: string | undefined,
  inCi: boolean,
  define: (program: string) => void,
  report = JEST,
): void {
  if (program !== undefined) return define(program);
  if (inCi) {
    report.test(`${name} must be there in CI`, () => {
      throw new Error(`${name} could be neither found nor installed`);
    });
    return;
  }
  report.warn(`SKIPPED: ${name} could be neither found nor installed, so nothing is tested against it.`);
  report.skip(`tests against ${name}`);
}

function existing(program: string, install: () => void): string | undefined {
  if (existsSync(program)) return program;
  try {
    install();
  } catch {
    return undefined;
  }
  return existsSync(program) ? program : undefined;
}

function run(command: string, args: string[], env: Record<string, string> = {}): void {
  // eslint-disable-next-line no-restricted-properties -- an installer finds its own caches and proxies there
  const inherited = process.env;
  execFileSync(command, args, { stdio: 'pipe', timeout: 300_000, env: { ...inherited, ...env } });
}

async function start(program: string, args: string[], port: number): Promise<Emulator> {
  const child = spawn(program, args, { stdio: 'ignore', cwd: tmpdir() });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`${path.basename(program)} ended with ${child.exitCode}`);
    await sleep(50);
  }
  return {
    url,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
