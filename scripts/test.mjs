// `npm test`: everything that must hold, in one command, on a fresh clone too. Arguments are passed to Jest.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildConsole, generateConsoleTypes } from './prepare/console.mjs';
import { generate } from './prepare/generate.mjs';
import { install } from './prepare/install.mjs';
import { ROOMS, ROOT } from './stack/paths.mjs';
import { bold, dim } from './stack/screen.mjs';

const REPORT = path.join(ROOT, '.data', 'jest.json');
const bin = (name) => path.join(ROOT, 'node_modules', '.bin', name);
const packageScripts = () => JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).scripts;

class StageFailed extends Error {}

/** Runs a stage; `quiet` ones (that run side by side) show their output only when they fail. */
async function stage(title, command, args, { quiet = false } = {}) {
  const started = Date.now();
  if (!quiet) console.log(`\n${bold(title)}`);
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  if (quiet)
    console.log(`${bold(title)} ${code === 0 ? dim(seconds) : `failed after ${seconds}\n${output}`}`);
  else console.log(dim(`${title}: ${seconds}`));
  if (code !== 0) throw new StageFailed(title);
}

async function staticChecks() {
  const results = await Promise.allSettled([
    stage('Types', bin('tsc'), ['--noEmit', '-p', '.'], { quiet: true }),
    stage('Types of the console', bin('tsc'), ['--noEmit', '-p', 'console'], { quiet: true }),
    stage('Lint', bin('eslint'), ['.', '--max-warnings', '0'], { quiet: true }),
    stage('Format', bin('prettier'), ['--check', '--log-level', 'warn', '.'], { quiet: true }),
    stage(
      'Import rules',
      bin('depcruise'),
      ['--config', '.dependency-cruiser.cjs', ...ROOMS, 'console/src'],
      {
        quiet: true,
      },
    ),
  ]);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

async function main() {
  rmSync(REPORT, { force: true });
  await install(console.log);
  await generate(console.log);
  await generateConsoleTypes(console.log);
  await staticChecks();
  await buildConsole(console.log);
  mkdirSync(path.dirname(REPORT), { recursive: true });
  const jest = [
    '--json',
    `--outputFile=${REPORT}`,
    ...(process.env.CI ? ['--ci'] : []),
    ...process.argv.slice(2),
  ];
  await stage('Tests', process.execPath, [
    path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
    ...jest,
  ]);
  if (packageScripts().features) await stage('Features', 'npm', ['run', '--silent', 'features']);
}

function summary() {
  if (!existsSync(REPORT)) return;
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
  } = JSON.parse(readFileSync(REPORT));
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof StageFailed ? `\n${bold(`${error.message} failed.`)}` : error);
  process.exitCode = 1;
}
summary();
