import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../stack/paths.mjs';
import { filesBelow, fingerprint, isCurrent, writeStamp } from './changed.mjs';
import { run } from './run.mjs';

const OUTPUT = path.join(ROOT, 'store', 'generated');

/** `prisma generate`, when the schema has changed since the last time. */
export async function generate(say) {
  const sources = filesBelow(
    [path.join(ROOT, 'prisma'), path.join(ROOT, 'node_modules/prisma/package.json')],
    (file) => /\.prisma$|package\.json$/.test(file),
  );
  if (!sources.some((file) => file.endsWith('.prisma'))) return;
  const stamp = path.join(OUTPUT, '.stamp');
  const value = fingerprint(sources);
  if (isCurrent(stamp, value) && existsSync(path.join(OUTPUT, 'prisma'))) return;
  const prisma = path.join(ROOT, 'node_modules', 'prisma', 'build', 'index.js');
  await run('generating the database client (prisma generate)', process.execPath, [prisma, 'generate'], {
    say,
  });
  mkdirSync(OUTPUT, { recursive: true });
  writeStamp(stamp, value);
}
