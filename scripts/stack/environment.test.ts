import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromModules } from './testing';

type Environment = Record<string, string>;

/** What each process is told where this is set. */
function environments(set: Environment): Record<'shared' | 'api' | 'worker' | 'vault', Environment> {
  const script = `
    import { readSettings } from './settings.mjs';
    import { newSecrets } from './secrets.mjs';
    import { processEnvironment, vaultEnvironment, vaultSecretOf } from './environment.mjs';
    const settings = readSettings(${JSON.stringify(set)});
    const secrets = newSecrets();
    const servers = { databaseUrl: 'postgresql://product', temporalAddress: 'here:7233' };
    const shared = processEnvironment(settings, secrets, servers, true);
    const knowing = (part) => ({ ...shared, ...vaultSecretOf(part, settings, secrets) });
    const vault = vaultEnvironment(settings, secrets, { env: shared, masterKeys: 'k1:master' });
    answer({ shared, api: knowing('api'), worker: knowing('worker'), vault });`;
  return fromModules(script);
}

const vaultsNames = (environment: Environment): string[] =>
  Object.keys(environment).filter((name) => /^VAULT_(?!PORT|HOST)/.test(name));

describe('what each process is told', () => {
  const told = environments({});

  test('of the vault: the API its ticket secret, workers the other, nobody else any', () => {
    expect(vaultsNames(told.shared)).toEqual(['VAULT_URL']);
    expect(vaultsNames(told.api)).toEqual(['VAULT_URL', 'VAULT_TICKET_SECRET']);
    expect(vaultsNames(told.worker)).toEqual(['VAULT_URL', 'VAULT_FORWARD_SECRET']);
    expect(told.vault).toMatchObject({
      VAULT_TICKET_SECRET: told.api.VAULT_TICKET_SECRET,
      VAULT_FORWARD_SECRET: told.worker.VAULT_FORWARD_SECRET,
      VAULT_MASTER_KEYS: 'k1:master',
      VAULT_ALLOWED_ORIGINS: 'http://127.0.0.1:3000,http://localhost:3000',
      ACQUIRER_SECRET: told.shared.ACQUIRER_SECRET,
    });
  });

  test('the vault nothing of the product’s database, keys and people', () => {
    const others = ['DATABASE_URL', 'PAYLOAD_KEYS', 'API_BOOTSTRAP_KEY', 'BILLER_SECRET', 'TEMPORAL_ADDRESS'];
    expect(others.filter((name) => told.shared[name] === undefined)).toEqual([]);
    expect(others.filter((name) => told.vault[name] !== undefined)).toEqual([]);
    expect(told.vault.VAULT_DATABASE_URL).toMatch(/^postgresql:\/\/vault:.+\/tillflow_vault$/);
  });

  test('what was set for the vault reaches the vault, and no other process', () => {
    const set = { VAULT_MASTER_KEYS: 'mine', VAULT_DATABASE_URL: 'postgresql://mine', VAULT_KEEP_MS: '1000' };
    const { shared, api, worker, vault } = environments(set);
    for (const environment of [shared, api, worker]) {
      expect(environment.VAULT_MASTER_KEYS).toBeUndefined();
      expect(environment.VAULT_DATABASE_URL).toBeUndefined();
    }
    expect(vault).toMatchObject({ VAULT_DATABASE_URL: 'postgresql://mine', VAULT_KEEP_MS: '1000' });
  });
});

test('where something listens is told to itself and to those who call it', () => {
  const { shared, vault } = environments({
    API_HOST: '0.0.0.0',
    SANDBOX_HOST: '10.0.0.5',
    VAULT_HOST: '::1',
    TEMPORAL_HOST: '0.0.0.0',
    POSTGRES_HOST: '10.0.0.7',
  });
  expect(shared).toMatchObject({
    API_HOST: '0.0.0.0',
    PUBLIC_URL: 'http://127.0.0.1:3000',
    SANDBOX_HOST: '10.0.0.5',
    SANDBOX_PUBLIC_URL: 'http://10.0.0.5:3100',
    ACQUIRER_URL: 'http://10.0.0.5:3100/acquirer',
    MAIL_URL: 'smtp://10.0.0.5:2525',
    VAULT_URL: 'http://[::1]:3200',
    TEMPORAL_UI_URL: 'http://127.0.0.1:8233',
  });
  expect(shared.SMSC_URL).toMatch(/@10\.0\.0\.5:2775$/);
  expect(vault.VAULT_HOST).toBe('::1');
  expect(vault.VAULT_DATABASE_URL).toContain('@10.0.0.7:5433/');
});

describe('a server of the stack', () => {
  const VAULTS_OWN = [
    'VAULT_DATABASE_URL',
    'VAULT_MASTER_KEYS',
    'VAULT_TICKET_SECRET',
    'VAULT_FORWARD_SECRET',
  ];

  test('is told nothing of the vault’s own, though it has the rest of our environment', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'stack-'));
    const told = path.join(folder, 'told');
    const executable = path.join(folder, 'server');
    writeFileSync(executable, `#!/bin/sh\nenv > '${told}'\n`, { mode: 0o755 });
    const script = `
      import { startTemporal } from './temporal.mjs';
      const options = { executable: '${executable}', dataDir: '${folder}', port: 1, inMemory: true };
      await startTemporal(options).catch(() => undefined);`;
    const env = {
      ...process.env,
      ...Object.fromEntries(VAULTS_OWN.map((name) => [name, 'own'])),
      REST: 'rest',
    };
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: __dirname, env });
    const lines = readFileSync(told, 'utf8');
    rmSync(folder, { recursive: true });
    expect(lines).toContain('REST=rest');
    expect(lines).not.toMatch(new RegExp(VAULTS_OWN.join('|')));
  });

  test('nor is anything else that the stack starts', () => {
    const files = readdirSync(__dirname).filter((name) => name.endsWith('.mjs'));
    const handing = files.filter((name) =>
      /\.\.\.process\.env|env: process\.env|\?\? process\.env/.test(
        readFileSync(path.join(__dirname, name), 'utf8'),
      ),
    );
    expect(handing).toEqual([]);
  });
});
