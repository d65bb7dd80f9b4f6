// Child processes of the stack: output to a file (a pipe would break them when the parent is killed), a note of who they
// are (so that the next start can end what a killed one left behind), a process group of their own (so that Ctrl-C in the
// terminal reaches only the parent, which stops them in order).
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { statSync } from 'node:fs';
import path from 'node:path';
import { end, identify } from './processes.mjs';
import { withoutVaultsOwn } from './vaults-own.mjs';
import { writeWhole } from './whole-file.mjs';

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {number} pid
 * @property {string} logFile
 * @property {Promise<{ code: number | null, signal: string | null }>} exited
 * @property {() => boolean} running
 * @property {(signal?: NodeJS.Signals) => Promise<void>} stop asks, waits, then kills
 * @property {(signal: NodeJS.Signals) => Promise<void>} kill sends the signal and waits for the end
 */

let open = true;

/** From now on nothing is launched, so that whoever ends what is there has ended all. */
export function launchNoMore() {
  open = false;
}

/**
 * @param {{ name: string, command: string, args: string[], dataDir: string, env?: NodeJS.ProcessEnv, cwd?: string,
 *   user?: { uid: number, gid: number }, stopSignal?: NodeJS.Signals, graceMs?: number }} options
 * @returns {Promise<Child>} rejects when the program can't be started
 */
export async function launch(options) {
  if (!open) throw new Error('the stack is being stopped');
  const { name, command, args, dataDir, user, stopSignal = 'SIGTERM', graceMs = 15_000 } = options;
  const logFile = path.join(dataDir, 'logs', `${name}.log`);
  mkdirSync(path.dirname(logFile), { recursive: true });
  setAsideWhenLarge(logFile);
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? withoutVaultsOwn(),
    stdio: ['ignore', log, log],
    detached: true,
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  // At once: whoever is stopped now must know of it.
  const noteFile = child.pid && note(dataDir, name, child.pid);
  try {
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  } finally {
    closeSync(log);
  }
  void exited.then(() => rmSync(noteFile, { force: true }));
  const running = () => child.exitCode === null && child.signalCode === null;
  const kill = async (signal) => {
    if (running()) child.kill(signal);
    await exited;
  };
  const stop = async (signal = stopSignal) => {
    if (running()) child.kill(signal);
    const lastResort = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(lastResort);
  };
  return { name, pid: child.pid, logFile, exited, running, stop, kill };
}

const LARGE_LOG = 20 * 2 ** 20;

function setAsideWhenLarge(file) {
  if (existsSync(file) && statSync(file).size > LARGE_LOG) renameSync(file, `${file}.1`);
}

function note(dataDir, name, pid) {
  const file = path.join(dataDir, 'run', `${name}.json`);
  writeWhole(file, JSON.stringify({ pid, ...identify(pid) }));
  return file;
}

/** Ends what a killed run left behind. @returns {Promise<string[]>} the names of what was ended */
export async function endOrphans(dataDir) {
  const folder = path.join(dataDir, 'run');
  const ended = [];
  for (const file of listJson(folder)) {
    const left = readNote(file);
    if (left?.started && identify(left.pid)?.started === left.started) {
      const isPostgres = path.basename(file) === 'postgres.json';
      const first = isPostgres ? 'SIGINT' : 'SIGTERM';
      await end(left.pid, [
        { signal: first, waitMs: 5_000 },
        { signal: isPostgres ? 'SIGQUIT' : 'SIGKILL', waitMs: 5_000 },
      ]);
      ended.push(path.basename(file, '.json'));
    }
    rmSync(file, { force: true });
  }
  return ended;
}

/** Ends what runs, at once and without waiting. */
export function killNoted(dataDir) {
  for (const file of listJson(path.join(dataDir, 'run'))) {
    const left = readNote(file);
    if (left?.started && identify(left.pid)?.started === left.started) process.kill(left.pid, 'SIGKILL');
  }
}

/** It may just be going: a process takes its note with it when it ends. */
function readNote(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function listJson(folder) {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

/** The last lines that a child wrote, for an error message. */
export function lastLines(logFile, count = 15) {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '(no output)';
  }
}
