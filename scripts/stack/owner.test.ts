import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makeDataDir } from '../../tests/support/data-dir';
import { fromModules } from './testing';

let dataDir: string;
let running: ChildProcess;
beforeEach(() => {
  dataDir = makeDataDir();
  running = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  mkdirSync(path.join(dataDir, 'run'), { recursive: true });
});
afterEach(() => {
  running.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Whether what is noted in the folder still runs after the stop, where the folder is that process's. */
function survives(stop: string, owner: string): boolean {
  return fromModules<boolean>(`
    import { writeFileSync } from 'node:fs';
    import { ${stop} } from './owner.mjs';
    import { identify } from './processes.mjs';
    const note = (file, pid) =>
      writeFileSync(${JSON.stringify(dataDir)} + '/run/' + file, JSON.stringify({ pid, ...identify(pid) }));
    note('api.json', ${running.pid});
    note('stack.lock', ${owner});
    await ${stop}(${JSON.stringify(dataDir)});
    answer(identify(${running.pid}) !== undefined);`);
}

describe.each(['endOurs', 'killOurs'])('%s', (stop) => {
  test('ends what runs on a data folder that we have taken', async () => {
    const ended = once(running, 'exit');
    survives(stop, 'process.pid');
    await ended;
  });

  test('leaves what runs on another’s', () => {
    expect(survives(stop, 'process.ppid')).toBe(true);
    expect(running.exitCode ?? running.signalCode).toBeNull();
  });
});
