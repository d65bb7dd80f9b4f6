import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ROUTES } from '../api/routes/routes';
import { VAULT_SETTINGS } from '../vault/settings';
import { SETTINGS } from '../workers/settings';

interface Service {
  image?: string;
  build?: { context: string; target: string };
  profiles?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  healthcheck?: { test: string[] };
  depends_on?: string[] | Record<string, { condition: string }>;
}

const textOf = (...names: string[]): string => readFileSync(path.join(__dirname, '..', ...names), 'utf8');
const text = textOf('docker-compose.yml');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const entries = Object.entries(services);
/** Those that are processes of ours, by the settings that they know. */
const OURS = entries.filter(([, { build }]) => build).map(([name]) => name);
const SANDBOX_SETTINGS = [
  ...textOf('sandbox', 'main.ts').matchAll(/environment\.(\w+)|readPort\(environment, '(\w+)'/g),
].map(([, one, other]) => (one ?? other)!);
const settingsOf = (name: string): readonly string[] =>
  ({ vault: VAULT_SETTINGS, sandbox: SANDBOX_SETTINGS })[name] ?? SETTINGS;
const environmentOf = (name: string): Record<string, string> => services[name]!.environment!;
const value = (name: string, setting: string): string => String(environmentOf(name)[setting]);

describe('docker-compose.yml', () => {
  test('has the processes of the product, and servers of fixed versions', () => {
    expect(OURS.sort()).toEqual(['api', 'sandbox', 'setup', 'vault', 'worker']);
    const targets = [...textOf('Dockerfile').matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, name]) => name);
    const made = entries.flatMap(([, { build }]) => build?.target ?? []);
    expect(made.filter((target) => !targets.includes(target))).toEqual([]);
    const images = entries.map(([, { image }]) => image);
    expect(images.filter((image) => !/^[\w/-]+:\d+\.\d[\d.]*$/.test(image!))).toEqual([]);
  });

  test('tells each process nothing that it does not know', () => {
    const unknown = OURS.flatMap((name) =>
      Object.keys(environmentOf(name))
        .filter((setting) => !settingsOf(name).includes(setting))
        .map((setting) => `${name}: ${setting}`),
    );
    expect(SANDBOX_SETTINGS).toContain('SANDBOX_SMTP_PORT');
    expect(unknown).toEqual([]);
  });

  test('passes every setting on to some process that has it', () => {
    const passed = (setting: string): boolean =>
      ['api', 'worker', 'vault'].some(
        (name) => settingsOf(name).includes(setting) && value(name, setting).includes(`\${${setting}:`),
      );
    // Of its own: how its containers reach each other.
    const own = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'API_HOST', 'WORKER_HEALTH_HOST'];
    expect(SETTINGS.filter((setting) => !passed(setting))).toEqual(own);
    expect(
      own.filter((setting) => !(setting in { ...environmentOf('api'), ...environmentOf('worker') })),
    ).toEqual([]);
    expect(VAULT_SETTINGS.filter((setting) => !passed(setting))).toEqual([
      'VAULT_DATABASE_URL',
      'VAULT_HOST',
    ]);
  });

  test('has nobody wait for what is not there, or is not started with it', () => {
    for (const [name, { depends_on: awaited = {}, profiles = [] }] of entries) {
      for (const other of Array.isArray(awaited) ? awaited : Object.keys(awaited)) {
        expect(Object.keys(services)).toContain(other);
        expect({
          name,
          other,
          together: (services[other]!.profiles ?? profiles).every((one) => profiles.includes(one)),
        }).toEqual({ name, other, together: true });
      }
      const healthy = Object.entries(Array.isArray(awaited) ? {} : awaited)
        .filter(([, { condition }]) => condition === 'service_healthy')
        .map(([other]) => services[other]!.healthcheck);
      expect(healthy).not.toContain(undefined);
    }
  });

  test('publishes at hosts and ports that are settings, in .env.example with the same default', () => {
    const example = textOf('.env.example');
    const published = entries.flatMap(([, { ports = [] }]) => ports);
    expect(published).toHaveLength(4);
    for (const one of published) {
      const form = /^\$\{(\w+_HOST):-([\d.]+)\}:\$\{(\w+_PORT):-(\d+)\}:\$\{(\w+_PORT):-(\d+)\}$/;
      const [, host, address, port, number, inside, insideNumber] = form.exec(one) ?? [];
      expect([one, inside, insideNumber]).toEqual([one, port, number]);
      expect(example).toContain(`\n${host}=${address}\n`);
      expect(example).toContain(`\n${port}=${number}\n`);
    }
  });

  test('has the same default wherever a setting is taken up', () => {
    const defaults = new Map<string, Set<string>>();
    for (const [, setting, standard] of text.matchAll(/\$\{(\w+_(?:PORT|HOST|NAMESPACE)):-([^}]*)\}/g))
      defaults.set(setting!, (defaults.get(setting!) ?? new Set()).add(standard!));
    expect(defaults.size).toBeGreaterThan(8);
    expect([...defaults].filter(([, standards]) => standards.size > 1)).toEqual([]);
  });

  test('asks processes of ours for their health where they tell it', () => {
    const api = ROUTES.map(({ path: one }) => one);
    const told = { api, worker: textOf('workers', 'health.ts'), vault: textOf('vault', 'app.ts') };
    for (const [name, where] of Object.entries(told)) {
      const [, setting, asked] = /127\.0\.0\.1:' \+ process\.env\.(\w+) \+ '(\/[\w/]+)'/.exec(
        services[name]!.healthcheck!.test.join(' '),
      )!;
      expect(where).toContain(asked);
      expect(environmentOf(name)[setting!]).toMatch(new RegExp(`^\\$\\{${setting}:-\\d+\\}$`));
    }
  });

  test('starts with Stripe alone, and decrypts for nobody without a token', () => {
    const demanded = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    expect([...new Set(demanded)]).toEqual(['POSTGRES_PASSWORD', 'PAYLOAD_KEYS', 'BILLER_SECRET']);
    expect(value('api', 'CODEC_ENDPOINT')).toBe('${CODEC_ENDPOINT:-${CODEC_TOKEN:+true}}');
  });
});
