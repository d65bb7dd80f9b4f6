// `npm run demo`: says how it is used before anything is paid.
import { spawnSync } from 'node:child_process';
import { usageOf } from './usage.mjs';

usageOf(`Usage: npm run demo

Plays six payments against the running stack (npm start), by registered card and hosted page, with a refusal, a dropped
line, a refund and an outage, and says what became of each.

Settings (environment): TILLFLOW_URL, TILLFLOW_KEY, TEMPORAL_UI_URL, SANDBOX_URL, NO_COLOR`);
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/demo/main.ts'], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
