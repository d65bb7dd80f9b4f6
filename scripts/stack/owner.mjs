// One stack to a data folder. A note says which process runs it; a note whose process is gone is left over.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { endOrphans, killNoted } from './children.mjs';
import { identify } from './processes.mjs';
import { writeWhole } from './whole-file.mjs';

/**
 * Takes the data folder, ending what a killed stack left running there.
 * @returns {Promise<{ ended: string[], release: () => void }>}
 * @throws when a stack is running on it
 */
export async function takeDataFolder(dataDir) {
  const file = lockOf(dataDir);
  if (existsSync(file)) {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8'));
    if (pid !== process.pid && identify(pid)?.started === started) {
      throw new Error(
        `a stack is already running on ${dataDir} (process ${pid}); stop it, or set another DATA_DIR`,
      );
    }
  }
  writeWhole(file, JSON.stringify({ pid: process.pid, started: identify(process.pid)?.started }));
  const ended = await endOrphans(dataDir);
  return { ended, release: () => rmSync(file, { force: true }) };
}

/** Ends what runs on the data folder, where we have taken it: before that, it may be another's stack. */
export async function endOurs(dataDir) {
  if (isOurs(dataDir)) await endOrphans(dataDir);
}

/** The same at once, and without waiting. */
export function killOurs(dataDir) {
  if (isOurs(dataDir)) killNoted(dataDir);
}

function isOurs(dataDir) {
  try {
    return JSON.parse(readFileSync(lockOf(dataDir), 'utf8')).pid === process.pid;
  } catch {
    return false; // nobody's
  }
}

const lockOf = (dataDir) => path.join(dataDir, 'run', 'stack.lock');
