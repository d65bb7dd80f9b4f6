import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');

/** A project of a few lines that breaks the rules; each test says which line is caught. */
const FILES: Record<string, string> = {
  'tsconfig.json': '{"compilerOptions":{"module":"node16","moduleResolution":"node16","strict":true}}',
  'node_modules/@prisma/client/package.json': '{"name":"@prisma/client","version":"1.0.0","main":"index.js"}',
  'node_modules/@prisma/client/index.js': 'module.exports = {};',
  'domain/money.ts': 'export const one = 1;',
  'domain/reaches-out.ts': "import { pay } from '../activities/payments';\nexport const x = pay;",
  'domain/reads-files.ts': "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;",
  'domain/cycle-a.ts': "import { b } from './cycle-b';\nexport const a = () => b;",
  'domain/cycle-b.ts': "import { a } from './cycle-a';\nexport const b = () => a;",
  'domain/environment.ts': 'export const x = process.env.SECRET;\nexport const now = Date.now();',
  'activities/payments.ts': "import { one } from '../domain/money';\nexport const pay = () => one;",
  'workflows/by-type.ts': "import type { pay } from '../activities/payments';\nexport type X = typeof pay;",
  'workflows/by-value.ts': "import { pay } from '../activities/payments';\nexport const x = pay;",
  'store/interfaces/store.ts': 'export interface Store { ok: true }',
  'store/store.ts': "import * as prisma from '@prisma/client';\nexport const store = prisma;",
  'api/reads.ts': "import type { Store } from '../store/interfaces/store';\nexport type X = Store;",
  'api/peeks.ts': "import { store } from '../store/store';\nexport const x = store;",
  'api/uses-prisma.ts': "import * as prisma from '@prisma/client';\nexport const x = prisma;",
  'api/main.ts': "import { store } from '../store/store';\nexport const x = [store, process.env.API_PORT];",
  'sandbox/knows-us.ts': "import { one } from '../domain/money';\nexport const x = one;",
  'workers/floating.ts': 'export async function go() {}\ngo();',
};

let fixture: string;

beforeAll(() => {
  fixture = mkdtempSync(path.join(tmpdir(), 'tillflow-rules-'));
  for (const [name, text] of Object.entries(FILES)) {
    const file = path.join(fixture, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
  symlinkSync(
    path.join(ROOT, 'node_modules', 'typescript'),
    path.join(fixture, 'node_modules', 'typescript'),
  );
});

afterAll(() => rmSync(fixture, { recursive: true, force: true }));

function runTool(script: string, args: string[]): string {
  const tool = path.join(ROOT, 'node_modules', script);
  const options = { cwd: fixture, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  return spawnSync(process.execPath, [tool, ...args], options).stdout;
}

describe('the import rules', () => {
  let violations: string[];

  beforeAll(() => {
    const rooms = ['domain', 'workflows', 'activities', 'store', 'api', 'sandbox'];
    const config = path.join(ROOT, '.dependency-cruiser.cjs');
    const args = ['--config', config, '--output-type', 'json', ...rooms];
    const report = JSON.parse(runTool('dependency-cruiser/bin/dependency-cruise.mjs', args)) as {
      summary: { violations: { from: string; to: string; rule: { name: string } }[] };
    };
    violations = report.summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`).sort();
  });

  it.each([
    ['domain-imports', 'domain/reaches-out.ts'],
    ['no-node-in-deterministic-rooms', 'domain/reads-files.ts'],
    ['no-cycles', 'domain/cycle-a.ts'],
    ['workflows-activities-by-type', 'workflows/by-value.ts'],
    ['api-store-door', 'api/peeks.ts'],
    ['only-store-sees-prisma', 'api/uses-prisma.ts'],
    ['sandbox-imports', 'sandbox/knows-us.ts'],
  ])('%s catches %s', (rule, file) => {
    expect(violations).toContain(`${rule}: ${file}`);
  });

  it.each([
    'workflows/by-type.ts',
    'api/reads.ts',
    'api/main.ts',
    'activities/payments.ts',
    'store/store.ts',
  ])('let %s be', (file) => {
    expect(violations.filter((violation) => violation.endsWith(`: ${file}`))).toEqual([]);
  });
});

describe('the lint rules', () => {
  let messages: string[];

  beforeAll(() => {
    const args = [
      '--config',
      path.join(ROOT, 'eslint.config.mjs'),
      '--format',
      'json',
      'domain',
      'api',
      'workers',
    ];
    const report = JSON.parse(runTool('eslint/bin/eslint.js', args)) as {
      filePath: string;
      messages: { ruleId: string; message: string }[];
    }[];
    messages = report.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, message }) => `${path.relative(fixture, filePath)}: ${ruleId}: ${message}`),
    );
  });

  const of = (file: string): string[] => messages.filter((message) => message.startsWith(`${file}:`));

  it('let only composition roots read the environment', () => {
    expect(of('domain/environment.ts').join()).toContain('Only composition roots read the environment');
    expect(of('api/main.ts')).toEqual([]);
  });

  it('keep the clock out of the domain', () => {
    expect(of('domain/environment.ts').join()).toContain('domain/ has no clock');
  });

  it('catch a promise that nobody waits for', () => {
    expect(of('workers/floating.ts').join()).toContain('no-floating-promises');
  });
});
