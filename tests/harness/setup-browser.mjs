import { existsSync } from 'node:fs';
import { build } from '../../scripts/prepare/build.mjs';
import { buildConsole } from '../../scripts/prepare/console.mjs';
import { run } from '../../scripts/prepare/run.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

/** Where Debian's package, and others, put it. */
const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The stack that the tests start runs what is built. Sets CHROMIUM, where there is one or one can be installed. */
export default async () => {
  await build(say);
  await buildConsole(say);
  const program = process.env.CHROMIUM ?? (await chromium());
  if (program) process.env.CHROMIUM = program;
};

async function chromium() {
  const there = () => PROGRAMS.find((program) => existsSync(program));
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!there() && mayInstall) {
    // Without one the tests say so themselves.
    try {
      await run('looking for Chromium (apt-get update)', 'apt-get', ['update', '-q'], { say });
      const args = ['install', '-y', '-q', '--no-install-recommends', 'chromium'];
      await run('installing Chromium (apt-get)', 'apt-get', args, { say });
    } catch (error) {
      say(error.message);
    }
  }
  return there();
}
