// What is known about a process, and how to end one that is ours. Linux reads /proc (minimal images have no `ps`).
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {{ command: string, started: string }} ProcessIdentity
 * `started` is an opaque start time; pid and start time together are never reused within one boot.
 */

/** @returns {ProcessIdentity | undefined} undefined when the process is gone, or is a zombie that nobody collects */
export function identify(pid) {
  return process.platform === 'linux' ? identifyByProc(pid) : identifyByPs(pid);
}

function identifyByProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    if (stat[0] === 'Z' || stat[0] === 'X') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    return { command, started: stat[19] };
  } catch {
    return undefined;
  }
}

function identifyByPs(pid) {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=,command=', '-p', String(pid)], {
      encoding: 'utf8',
    });
    const [, stat, started, command] = /^\s*(\S+)\s+(.{24})\s+(.*)$/s.exec(line) ?? [];
    return stat && !stat.startsWith('Z') ? { command: command.trim(), started } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Sends the signals in turn until the process is gone.
 * @param {number} pid
 * @param {{ signal: NodeJS.Signals, waitMs: number }[]} steps
 * @returns {Promise<boolean>} whether it ended
 */
export async function end(pid, steps) {
  const before = identify(pid);
  const gone = () => identify(pid)?.started !== before?.started;
  for (const { signal, waitMs } of steps) {
    if (!before || gone()) return true;
    try {
      process.kill(pid, signal);
    } catch {
      return true;
    }
    for (let waited = 0; waited < waitMs && !gone(); waited += 50) await sleep(50);
  }
  return gone();
}
