import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../stack/paths.mjs';
import { run } from './run.mjs';

/** `npm ci`, when what is installed is not what package-lock.json says. */
export async function install(say) {
  if (isInstalled()) return;
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm?.endsWith('.js'))
    await run('installing packages (npm ci)', process.execPath, [npm, ...args], { say });
  else await run('installing packages (npm ci)', 'npm', args, { say });
}

/** Compares what npm has noted down, not times: a fresh checkout makes every file new. */
function isInstalled() {
  const wanted = path.join(ROOT, 'package-lock.json');
  const noted = path.join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const there = packages(noted);
  return Object.entries(packages(wanted)).every(
    ([name, { version, optional, link }]) => !name || optional || link || there[name]?.version === version,
  );
}

function packages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
