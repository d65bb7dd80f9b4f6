// Which tests show which feature: the ids that test titles begin with, against the rows of docs/features.md.

const ID = '[A-Z]{3}-\\d+';
const ROW = new RegExp(`^\\|\\s*(${ID})\\+?\\s*\\|(.*)\\|\\s*$`);
const IDS_FIRST = new RegExp(`^${ID}\\+?(?:[ ,]+${ID}\\+?)*(?![\\w-])`);

export const STATUSES = ['done', 'partly', 'planned'];

/**
 * @typedef {{ id: string, what: string, status: string }} Feature
 * @typedef {{ title: string, ended: 'passed' | 'failed' | 'skipped' }} Test
 * @typedef {Feature & { tests: Test[] }} Traced
 */

/**
 * @param {string} markdown rows of `| id | what | status |`; a plus after an id is left out
 * @returns {Feature[]}
 * @throws where a row has no known status, or an id appears twice
 */
export function readFeatures(markdown) {
  const features = [];
  for (const line of markdown.split('\n')) {
    const [, id, rest] = ROW.exec(line.trim()) ?? [];
    if (!id) continue;
    const cells = rest.split('|').map((cell) => cell.trim());
    const status = cells.pop();
    if (!STATUSES.includes(status)) throw new Error(`${id} has no status: ${STATUSES.join(', ')}`);
    if (features.some((feature) => feature.id === id)) throw new Error(`${id} has two rows`);
    features.push({ id, what: cells.join(' | '), status });
  }
  return features;
}

/** The tests of Jest's JSON report that begin with ids, or are inside a `describe` that does. */
export function readTests(report) {
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .map(({ ancestorTitles, title, status }) => ({
      title,
      ids: [...ancestorTitles, title].flatMap(idsOf),
      ended: status === 'passed' || status === 'failed' ? status : 'skipped',
    }))
    .filter(({ ids }) => ids.length > 0);
}

function idsOf(title) {
  const [first = ''] = IDS_FIRST.exec(title) ?? [];
  return first.match(new RegExp(ID, 'g')) ?? [];
}

/**
 * @param {Feature[]} features
 * @param {ReturnType<typeof readTests>} tests
 * @returns {{ traced: Traced[], wrong: string[] }} `wrong` says what keeps a claim from being true
 */
export function trace(features, tests) {
  const traced = features.map((feature) => ({
    ...feature,
    tests: tests.filter(({ ids }) => ids.includes(feature.id)).map(({ title, ended }) => ({ title, ended })),
  }));
  const known = new Set(features.map(({ id }) => id));
  const stray = tests.flatMap(({ ids, title }) =>
    ids.filter((id) => !known.has(id)).map((id) => `${id} is named by a test, but has no row: ${title}`),
  );
  return { traced, wrong: [...traced.flatMap(falseClaims), ...stray] };
}

function falseClaims({ id, status, tests }) {
  if (status !== 'done') return [];
  const failed = tests.filter(({ ended }) => ended === 'failed');
  if (failed.length > 0) return failed.map(({ title }) => `${id} is done, but its test failed: ${title}`);
  if (tests.some(({ ended }) => ended === 'passed')) return [];
  return [`${id} is done, but no test that ran names it`];
}
