// The parts of the stack: how each is started and how one knows that it is up.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { urlOf } from './addresses.mjs';
import { lastLines, launch } from './children.mjs';
import { ROOT } from './paths.mjs';

/** A part that is a Node process of the product. */
function nodePart(name, script, ready) {
  return async (context) => {
    const child = await launch({
      name,
      command: process.execPath,
      args: ['--enable-source-maps', path.join('dist', script)],
      cwd: ROOT,
      env: context.env,
      dataDir: context.settings.dataDir,
    });
    await untilAnswers(ready(context), child);
    return child;
  };
}

/** Polls until the address answers 200. @throws when the process ends before, or two minutes pass */
async function untilAnswers(url, child) {
  for (const deadline = Date.now() + 120_000; child.running() && Date.now() < deadline; await sleep(100)) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      await response.arrayBuffer();
      if (response.status === 200) return;
    } catch {
      continue;
    }
  }
  const why = child.running() ? `did not become ready: ${url} does not answer 200` : 'ended while starting';
  await child.stop();
  throw new Error(`${child.name} ${why}. Its last lines (${child.logFile}):\n${lastLines(child.logFile)}`);
}

export const startSandbox = nodePart(
  'sandbox',
  'sandbox/main.js',
  ({ settings: { hosts, ports } }) => `${urlOf(hosts.sandbox, ports.sandbox)}/health`,
);
export const startVault = nodePart(
  'vault',
  'vault/main.js',
  ({ settings: { hosts, ports } }) => `${urlOf(hosts.vault, ports.vault)}/health/ready`,
);
/** Where no worker of ours is started, nobody need take what it hands on: it is up when it lives. */
export const startApi = nodePart(
  'api',
  'api/main.js',
  ({ alone, settings: { hosts, ports } }) =>
    `${urlOf(hosts.api, ports.api)}/health/${alone ? 'live' : 'ready'}`,
);
/** @param {number} index 0 for the first */
export const startWorker = (name, index) => (context) => {
  const { hosts, ports } = context.settings;
  const [host, port] = [hosts.worker, ports.workerHealth + index];
  const env = { ...context.env, WORKER_HEALTH_HOST: host, WORKER_HEALTH_PORT: String(port) };
  return nodePart(name, 'workers/main.js', () => `${urlOf(host, port)}/health/ready`)({ ...context, env });
};
