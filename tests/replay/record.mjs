// `npm run replay:record [-- name…]`: records the histories that the replay test replays, all or those named.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build } from '../../scripts/prepare/build.mjs';
import { ROOT } from '../../scripts/stack/paths.mjs';
import { postgres, stopAll, timeSkipping } from '../harness/servers.mjs';

await build(console.log);
await Promise.all([postgres(), timeSkipping()]);
try {
  const tsx = path.join(ROOT, 'node_modules', '.bin', 'tsx');
  const script = path.join(import.meta.dirname, 'record.ts');
  const { status } = spawnSync(tsx, [script, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  await stopAll();
}
