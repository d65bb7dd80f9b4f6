import './quiet';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { TimeSkippingTestWorkflowEnvironmentOptions } from '@temporalio/testing';

const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD, INDEXED_VALUE_TYPE_BOOL: BOOL } =
  temporal.api.enums.v1.IndexedValueType;

/**
 * A time-skipping environment for `*.tw.test.ts`. It has no schedules and no listing, and one global clock: use one for a
 * test file, and `teardown()` it in `afterAll`.
 */
export async function timeSkippingEnvironment(
  options: Omit<TimeSkippingTestWorkflowEnvironmentOptions, 'server'> = {},
): Promise<TestWorkflowEnvironment> {
  const path = process.env.TEST_TIME_SKIPPING_SERVER;
  if (!path) throw new Error('TEST_TIME_SKIPPING_SERVER is not set: name the file *.tw.test.ts');
  const server = await startServer(path);
  const environment = await connect(server.address, options);
  const disconnect = environment.teardown.bind(environment);
  environment.teardown = async () => {
    await disconnect();
    await server.stop();
  };
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: { TillflowStatus: KEYWORD, TillflowChannel: KEYWORD, TillflowAttention: BOOL },
  });
  return environment;
}

/** What the SDK itself calls to start or find a server; it has no public way to a server that is there and skips time. */
function connect(
  address: string,
  options: Omit<TimeSkippingTestWorkflowEnvironmentOptions, 'server'>,
): Promise<TestWorkflowEnvironment> {
  const server = { type: 'existing' };
  return TestWorkflowEnvironment['create']({ ...options, server, address, supportsTimeSkipping: true });
}

/** Not left to the SDK, which gives the server five seconds to start: a busy machine may need longer. */
async function startServer(path: string): Promise<{ address: string; stop(): Promise<void> }> {
  const port = await freePort();
  const server = spawn(path, [String(port)], { stdio: 'ignore' });
  await once(server, 'spawn');
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  // Its input ends when we say so, and also when this process is killed: the server is not left behind.
  const guard = spawn('sh', ['-c', 'read _; kill -9 "$0"', String(server.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  while (!(await accepts(port))) {
    if (server.exitCode !== null) throw new Error(`the time-skipping server ended with ${server.exitCode}`);
    await sleep(50);
  }
  const stop = async (): Promise<void> => {
    guard.stdin.end();
    await ended;
  };
  return { address: `127.0.0.1:${port}`, stop };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
