// `npm run bench`: prepares what is missing as `npm start` does, then measures.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare/prepare.mjs';
import { usageOf } from './usage.mjs';

const USAGE = `Usage: npm run bench -- [--json]

Measures payments beside bare workflows, on a stack of its own; takes some minutes.

Options:
  --json  print the figures as one JSON object`;

usageOf(USAGE, ['--json']);

await prepare((line) => console.error(line));
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
