import { spawnSync } from 'node:child_process';
import path from 'node:path';

const run = (command: string, option: string) =>
  spawnSync(process.execPath, [path.join(__dirname, `${command}.mjs`), option], { encoding: 'utf8' });

describe.each(['demo', 'bench', 'features'])('npm run %s', (command) => {
  it('says how it is used, and does nothing', () => {
    const { status, stdout } = run(command, '--help');
    expect(stdout).toContain(`Usage: npm run ${command}`);
    expect(status).toBe(0);
  });

  it('does nothing for an option that there is not', () => {
    const { status, stderr } = run(command, '--nope');
    expect(stderr).toContain("unknown option '--nope'");
    expect(status).toBe(2);
  });
});
