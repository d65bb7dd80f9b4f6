import { readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';

/** CPU milliseconds that a process and all below it have used, ended children included. Linux only: zeros elsewhere. */
export function cpuMsOf(pid: number): number {
  return family(pid).reduce((sum, one) => sum + own(one), 0);
}

/** Resident memory of a process and all below it, in MiB. */
export function rssMiBOf(pid: number): number {
  const kilobytes = family(pid).map((one) =>
    Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${one}/status`))?.[1] ?? 0),
  );
  return Math.round(kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024);
}

export function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
}

/** Fields of /proc/PID/stat after the name: 0 is the state, 1 the parent, 11 to 14 the CPU ticks. */
function stat(pid: number): string[] {
  return read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
}

function own(pid: number): number {
  const ticks = stat(pid).slice(11, 15).map(Number);
  return (ticks.length < 4 ? 0 : ticks.reduce((sum, tick) => sum + tick, 0)) * 10;
}

function family(root: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(all.map((pid) => [pid, Number(stat(pid)[1])]));
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid)!));
  return all.filter(isBelow);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
