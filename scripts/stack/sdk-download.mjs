// The Temporal SDK can download the servers it needs. It does so in a process of its own here, because its download has no
// time limit, and not at all where the download site can't be reached.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { CACHE, ROOT } from './paths.mjs';

const SITE = 'https://temporal.download/';

const SCRIPT = `
const { TestWorkflowEnvironment } = require('@temporalio/testing');
const [kind, downloadDir] = process.argv.slice(1);
const server = { executable: { type: 'cached-download', downloadDir, ttl: '10 years' } };
const create = kind === 'dev-server' ? 'createLocal' : 'createTimeSkipping';
TestWorkflowEnvironment[create]({ server }).then((environment) => environment.teardown());
`;

/**
 * @param {'dev-server' | 'time-skipping'} kind
 * @param {number} timeoutMs for the whole download
 * @returns {Promise<string | undefined>} the path of the executable, or undefined when it can't be downloaded
 */
export async function sdkDownload(kind, timeoutMs) {
  const folder = path.join(CACHE, 'sdk-download', kind);
  mkdirSync(folder, { recursive: true });
  const found = () => {
    const name = readdirSync(folder).find(
      (file) => file.startsWith('temporal') && !file.includes('downloading'),
    );
    return name && path.join(folder, name);
  };
  if (found()) return found();
  if (!(await reachable())) return undefined;
  const child = spawn(process.execPath, ['-e', SCRIPT, kind, folder], { cwd: ROOT, stdio: 'ignore' });
  const limit = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  await new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  clearTimeout(limit);
  return child.exitCode === 0 ? found() : undefined;
}

async function reachable() {
  try {
    await fetch(SITE, { method: 'HEAD', signal: AbortSignal.timeout(3_000), redirect: 'manual' });
    return true;
  } catch {
    return false;
  }
}
