// Seven projects, told apart by file name, so that each starts only what its tests need:
//   fast  *.test.ts            nothing but Node
//   pg    *.pg.test.ts         Postgres: a database of its own for each file (tests/harness/database.ts)
//   tw    *.tw.test.ts         workflows under time skipping (tests/harness/time-skipping.ts)
//   console console/**/*.test.ts{,x}: the operator console's parts and flows, in jsdom over a fake of the API
//   stripe *.stripe.test.ts      emulators of Stripe that others wrote (gateways/testing/stripe-emulators.ts)
//   browser *.browser.test.ts   the console in a real Chromium, against the whole stack
//   e2e   tests/e2e/*.test.ts  and *.live.test.ts: Postgres and a real Temporal server (tests/harness/temporal.ts)

/** Packages that are ES modules only, which Jest must translate. */
const ES_MODULES = ['dinero.js', 'jose', 'openpgp'];

const ELSEWHERE = ['/node_modules/', '/dist/', '/\\.data/', '/\\.cache/'];
const SPECIAL = [
  '\\.pg\\.test\\.ts$',
  '\\.tw\\.test\\.ts$',
  '\\.live\\.test\\.ts$',
  '\\.stripe\\.test\\.ts$',
  '/tests/e2e/',
  '<rootDir>/console/',
];

const swc = {
  jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

function project(displayName, testRegex, ignored, servers) {
  return {
    displayName,
    rootDir: __dirname,
    testEnvironment: 'node',
    testRegex,
    testPathIgnorePatterns: [...ELSEWHERE, ...ignored],
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.data/', '<rootDir>/\\.cache/'],
    transform: { '^.+\\.[jt]s$': ['@swc/jest', swc] },
    transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})/)`],
    setupFilesAfterEnv: ['<rootDir>/tests/harness/timeout.ts'],
    ...(servers && {
      setupFiles: ['<rootDir>/tests/harness/workflow-bundle.ts'],
      globalSetup: `<rootDir>/tests/harness/setup-${displayName}.mjs`,
      globalTeardown: '<rootDir>/tests/harness/stop.mjs',
    }),
  };
}

const consoleProject = {
  ...project('console', ['/console/.*\\.test\\.tsx?$'], [], false),
  roots: ['<rootDir>/console'],
  testEnvironment: '<rootDir>/console/testing/environment.cjs',
  testEnvironmentOptions: { customExportConditions: ['node', 'require', 'default'] },
  transform: {
    '^.+\\.[jt]sx?$': [
      '@swc/jest',
      {
        ...swc,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
  moduleNameMapper: { '\\.css$': '<rootDir>/console/testing/styles.cjs' },
  setupFilesAfterEnv: ['<rootDir>/tests/harness/timeout.ts', '<rootDir>/console/testing/setup.ts'],
};

const browserProject = {
  ...project('browser', ['\\.browser\\.test\\.ts$'], [], false),
  globalSetup: '<rootDir>/tests/harness/setup-browser.mjs',
};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  testSequencer: '<rootDir>/tests/harness/longest-first.cjs',
  projects: [
    project('fast', ['\\.test\\.ts$'], SPECIAL, false),
    consoleProject,
    project('pg', ['\\.pg\\.test\\.ts$'], ['/tests/e2e/'], true),
    project('tw', ['\\.tw\\.test\\.ts$'], ['/tests/e2e/'], true),
    project('stripe', ['\\.stripe\\.test\\.ts$'], ['/tests/e2e/'], false),
    project('e2e', ['/tests/e2e/.*\\.test\\.ts$', '\\.live\\.test\\.ts$'], ['\\.browser\\.test\\.ts$'], true),
    browserProject,
  ],
};
