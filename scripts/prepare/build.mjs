// TypeScript to dist/ without looking at types (`npm run typecheck` does that): the same compiler that the tests run with.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CACHE, ROOMS, ROOT } from '../stack/paths.mjs';
import { filesBelow, fingerprint, isCurrent, writeStamp } from './changed.mjs';
import { run } from './run.mjs';

const DIST = path.join(ROOT, 'dist');
const ASSET = /\.(json|html|css|svg|png|txt|js|sql)$/;
const isSource = (file) =>
  file.endsWith('.ts') && !file.endsWith('.d.ts') && !/\.(test|contract)\.ts$/.test(file);

const OPTIONS = {
  jsc: { target: 'es2023', parser: { syntax: 'typescript' }, keepClassNames: true },
  module: { type: 'commonjs', ignoreDynamic: true },
  sourceMaps: true,
};

/** Builds when a source has changed since the last time. A running stack keeps what it has loaded. */
export async function build(say) {
  const files = filesBelow(
    ROOMS.map((room) => path.join(ROOT, room)),
    (file) => isSource(file) || ASSET.test(file),
  );
  const value = fingerprint([...files, import.meta.filename, path.join(ROOT, 'package-lock.json')]);
  const stamp = path.join(DIST, '.stamp');
  if (isCurrent(stamp, value)) return;
  const started = Date.now();
  say('building…');
  const fresh = path.join(CACHE, `build-${process.pid}`);
  try {
    await emit(files, fresh);
    say(`  ${files.length} files in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    await bundleWorkflows(fresh, say);
    writeStamp(path.join(fresh, '.stamp'), value);
    replace(DIST, fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Two renames, so that a process that starts meanwhile finds all or nothing. Again when another build came between. */
function replace(folder, fresh) {
  for (let tries = 1; ; tries++) {
    const old = `${fresh}-old-${tries}`;
    if (existsSync(folder)) renameSync(folder, old);
    try {
      renameSync(fresh, folder);
      return;
    } catch (error) {
      if (tries === 5) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

async function emit(files, folder) {
  const { transformFile } = await import('@swc/core');
  const one = async (file) => {
    const target = path.join(folder, path.relative(ROOT, file));
    mkdirSync(path.dirname(target), { recursive: true });
    if (!isSource(file)) return copyFileSync(file, target);
    const script = target.replace(/\.ts$/, '.js');
    const sourceFileName = path.relative(path.dirname(path.join(DIST, path.relative(ROOT, file))), file);
    const { code, map } = await transformFile(file, { ...OPTIONS, sourceFileName, swcrc: false });
    writeFileSync(script, `${code}\n//# sourceMappingURL=${path.basename(script)}.map\n`);
    writeFileSync(`${script}.map`, map);
  };
  await Promise.all(files.map(one));
}

/** Workflows are bundled once here, and not by every process as it starts. */
async function bundleWorkflows(folder, say) {
  const bundler = path.join(folder, 'workers', 'bundle.js');
  if (!existsSync(bundler)) return;
  const script = `const { bundleWorkflows, BUNDLE_PATH } = require(process.argv[1]);
    bundleWorkflows().then((code) => require('node:fs').writeFileSync(BUNDLE_PATH, code));`;
  await run('bundling the workflows', process.execPath, ['-e', script, bundler], { say });
}
