// The operator console to console/dist, which the API serves.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CACHE, ROOT } from '../stack/paths.mjs';
import { filesBelow, fingerprint, isCurrent, writeStamp } from './changed.mjs';
import { run } from './run.mjs';

const CONSOLE = path.join(ROOT, 'console');
const OPENAPI = path.join(ROOT, 'docs', 'openapi.json');
const GENERATED = path.join(CONSOLE, 'src', 'api', 'generated');
const DIST = path.join(CONSOLE, 'dist');
const installed = createRequire(path.join(CONSOLE, 'package.json'));

/** A program of a package, wherever npm has put it. */
const programOf = (name, file) => path.join(path.dirname(installed.resolve(`${name}/package.json`)), file);

/** The types of the API, from docs/openapi.json, when that has changed since the last time. */
export async function generateConsoleTypes(say) {
  const value = fingerprint([OPENAPI, import.meta.filename]);
  const stamp = path.join(GENERATED, '.stamp');
  if (isCurrent(stamp, value)) return;
  mkdirSync(GENERATED, { recursive: true });
  const args = [
    programOf('openapi-typescript', 'bin/cli.js'),
    OPENAPI,
    '-o',
    path.join(GENERATED, 'openapi.ts'),
  ];
  await run('generating the console’s types', process.execPath, args, { say });
  writeStamp(stamp, value);
}

/** Builds when a source has changed since the last time. A running API keeps what it has loaded. */
export async function buildConsole(say) {
  await generateConsoleTypes(say);
  const sources = filesBelow([path.join(CONSOLE, 'src'), path.join(CONSOLE, 'public')], isSource);
  const settings = ['package.json', 'index.html', 'vite.config.ts'].map((name) => path.join(CONSOLE, name));
  const lock = path.join(ROOT, 'package-lock.json');
  const value = fingerprint([...sources, ...settings, lock, import.meta.filename]);
  if (isCurrent(path.join(DIST, '.stamp'), value)) return;
  const fresh = path.join(CACHE, `console-${process.pid}`);
  const args = [programOf('vite', 'bin/vite.js'), 'build', CONSOLE, '--outDir', fresh, '--emptyOutDir'];
  try {
    await run('building the console', process.execPath, [...args, '--logLevel', 'warn'], { say });
    writeStamp(path.join(fresh, '.stamp'), value);
    rmSync(DIST, { recursive: true, force: true });
    renameSync(fresh, DIST);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

const isSource = (file) => !/\.test\.tsx?$/.test(file);
