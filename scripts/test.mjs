// `npm test`: everything that must hold, in one command, on a fresh clone too. Arguments are passed to Jest.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepare } from './prepare/prepare.mjs';
import { CACHE, ROOMS, ROOT } from './stack/paths.mjs';
import { bold, dim } from './stack/screen.mjs';

const REPORT = path.join(ROOT, '.data', 'jest.json');
const bin = (name) => path.join(ROOT, 'node_modules', '.bin', name);
const packageScripts = () => JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).scripts;

class StageFailed extends Error {}

/** Runs a stage; those `beside` another run when there is time to spare, and show their output only when they fail. */
async function stage(title, command, args, { beside = false } = {}) {
  const started = Date.now();
  if (!beside) console.log(`\n${bold(title)}`);
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: beside ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (beside && child.pid) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  if (beside)
    console.log(`${bold(title)} ${code === 0 ? dim(seconds) : `failed after ${seconds}\n${output}`}`);
  else console.log(dim(`${title}: ${seconds}`));
  if (code !== 0) throw new StageFailed(title);
}

/** What was found of files is kept until they change; not so by lint, whose rules look at what other files say, too. */
const kept = (name) => path.join(CACHE, 'checks', name);
const tsc = (project, name) => [
  'tsc',
  '--noEmit',
  '-p',
  project,
  '--incremental',
  '--tsBuildInfoFile',
  kept(`${name}.tsbuildinfo`),
];
const CHECKS = [
  ['Types', ...tsc('.', 'types')],
  ['Types of the console', ...tsc('console', 'console')],
  ['Lint', 'eslint', '.', '--max-warnings', '0'],
  [
    'Format',
    ...['prettier', '--check', '--log-level', 'warn', '.'],
    ...['--cache', '--cache-strategy', 'content', '--cache-location', kept('format')],
  ],
  ['Import rules', 'depcruise', '--config', '.dependency-cruiser.cjs', ...ROOMS, 'console/src'],
];

/** One after the other, each though another failed. */
async function staticChecks() {
  const ended = [];
  for (const [title, program, ...args] of CHECKS)
    ended.push(...(await Promise.allSettled([stage(title, bin(program), args, { beside: true })])));
  allEndedWell(ended);
}

/** @throws naming all that did not */
function allEndedWell(ended) {
  const errors = ended.flatMap(({ status, reason }) => (status === 'rejected' ? [reason] : []));
  const other = errors.find((error) => !(error instanceof StageFailed));
  if (other) throw other;
  if (errors.length > 0) throw new StageFailed(errors.map(({ message }) => message).join(', '));
}

async function tests() {
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

async function main() {
  rmSync(REPORT, { force: true });
  await prepare(console.log);
  // Tests wait often, for processes that start and for what takes its time; the checks have these moments.
  allEndedWell(await Promise.allSettled([tests(), staticChecks()]));
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
