// One stack to a data folder. A note says which process runs it; a note whose process is gone is left over.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endOrphans } from './children.mjs';
import { identify } from './processes.mjs';

/**
 * Takes the data folder, ending what a killed stack left running there.
 * @returns {Promise<{ ended: string[], release: () => void }>}
 * @throws when a stack is running on it
 */
export async function takeDataFolder(dataDir) {
  const file = path.join(dataDir, 'run', 'stack.lock');
  if (existsSync(file)) {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8'));
    if (pid !== process.pid && identify(pid)?.started === started) {
      throw new Error(
        `a stack is already running on ${dataDir} (process ${pid}); stop it, or set another DATA_DIR`,
      );
    }
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: identify(process.pid)?.started }));
  const ended = await endOrphans(dataDir);
  return { ended, release: () => rmSync(file, { force: true }) };
}
