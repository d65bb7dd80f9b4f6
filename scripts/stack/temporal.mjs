// The embedded Temporal server.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostAndPort } from './addresses.mjs';
import { lastLines, launch } from './children.mjs';
import { ENVIRONMENT, startDevArguments } from './temporal-settings.mjs';
import { withoutVaultsOwn } from './vaults-own.mjs';

/**
 * @param {{ executable: string, dataDir: string, host?: string, port: number, uiPort?: number, inMemory?: boolean,
 *   namespace?: string, synchronous?: string, codecEndpoint?: string }} options
 * @returns {Promise<import('./children.mjs').Child>} once it serves its namespace
 */
export async function startTemporal({ executable, dataDir, inMemory = false, ...options }) {
  const folder = path.join(dataDir, 'temporal');
  const file = inMemory ? undefined : path.join(folder, 'temporal.sqlite');
  if (file) mkdirSync(folder, { recursive: true });
  const child = await launch({
    name: 'temporal',
    command: executable,
    args: startDevArguments({ ...options, file }),
    env: { ...withoutVaultsOwn(), ...ENVIRONMENT },
    dataDir,
    // A second SIGINT makes it give up waiting for its own services, which have nothing left to say by then.
    stopSignal: 'SIGINT',
    graceMs: 5_000,
  });
  const { host = '127.0.0.1', port, namespace } = options;
  await untilServing(hostAndPort(host, port), namespace, child);
  return child;
}

async function untilServing(address, namespace = 'default', child) {
  const { Connection } = await import('@temporalio/client');
  for (let tries = 0; tries < 300 && child.running(); tries++) {
    let connection;
    try {
      connection = await Connection.connect({ address, connectTimeout: '1s' });
      await connection.workflowService.describeNamespace({ namespace });
      return;
    } catch {
      await sleep(100);
    } finally {
      await connection?.close();
    }
  }
  await child.stop();
  throw new Error(`Temporal did not start\n${lastLines(child.logFile)}`);
}
