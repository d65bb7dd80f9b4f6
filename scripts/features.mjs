// `npm run features`: each feature, the tests that name it, and how they last ended. Fails where a row that says `done` has
// no passing test, or a failing one. Arguments: the table of features, and Jest's JSON report (`npm test` writes it).
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readFeatures, readTests, trace } from './features/trace.mjs';
import { ROOT } from './stack/paths.mjs';
import { bold, dim } from './stack/screen.mjs';
import { usageOf } from './usage.mjs';

usageOf(`Usage: npm run features -- [table] [report]

Each feature, the tests that name it, and how they last ended, by the report of the last npm test.`);

const [table = path.join(ROOT, 'docs', 'features.md'), report = path.join(ROOT, '.data', 'jest.json')] =
  process.argv.slice(2);

const MARKS = { passed: '✓', failed: '✗', skipped: '○' };

function main() {
  const features = readFeatures(readFileSync(table, 'utf8'));
  if (!existsSync(report)) throw new Error(`there is no test report at ${report}; run npm test first`);
  const { traced, wrong } = trace(features, readTests(JSON.parse(readFileSync(report, 'utf8'))));
  for (const { id, what, status, tests } of traced) {
    if (status === 'planned' && tests.length === 0) continue;
    console.log(`${bold(id.padEnd(7))} ${status.padEnd(7)} ${dim(shortened(what))}`);
    for (const { title, ended } of tests) console.log(`          ${MARKS[ended]} ${title}`);
    if (tests.length === 0) console.log('          no test');
  }
  const planned = traced.filter(({ status, tests }) => status === 'planned' && tests.length === 0);
  if (planned.length > 0) console.log(`\nplanned, without tests: ${planned.map(({ id }) => id).join(' ')}`);
  for (const reason of wrong) console.error(reason);
  return wrong.length > 0 ? 1 : 0;
}

function shortened(text) {
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
