import { spawn } from 'node:child_process';
import { ROOT } from '../stack/paths.mjs';

/**
 * Runs a program in the checkout, keeping its output for when it fails, and says every 15 seconds that it is still at it.
 * @param {string} what for messages: "installing packages"
 */
export async function run(what, command, args, { say, env = process.env } = {}) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  say?.(`${what}…`);
  const beat = setInterval(() => say?.(`  still ${what} (${seconds()})`), 15_000);
  const child = spawn(command, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const endWithUs = () => child.kill();
  process.once('exit', endWithUs);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => {
    clearInterval(beat);
    process.off('exit', endWithUs);
  });
  if (code !== 0)
    throw new Error(
      `${what} failed (exit code ${code})\n${output.trimEnd().split('\n').slice(-40).join('\n')}`,
    );
  say?.(`  done in ${seconds()}`);
}
