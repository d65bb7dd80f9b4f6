// `npm run vault -- status|rotate`: the vault's records and master keys, straight in its database: VAULT_DATABASE_URL's with
// VAULT_MASTER_KEYS, else the local stack's.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { VAULT_DATABASE } from './stack/environment.mjs';
import { ROOT } from './stack/paths.mjs';
import { postgresUrl } from './stack/postgres.mjs';
import { devSecrets, vaultMasterKeys } from './stack/secrets.mjs';
import { readSettings } from './stack/settings.mjs';

const { dataDir, environment, hosts, ports } = readSettings();
const local = () =>
  postgresUrl({
    host: hosts.postgres,
    port: ports.postgres,
    password: devSecrets(dataDir).vaultPassword,
    ...VAULT_DATABASE,
  });
const env = {
  ...process.env,
  VAULT_DATABASE_URL: environment.VAULT_DATABASE_URL || local(),
  VAULT_MASTER_KEYS: environment.VAULT_MASTER_KEYS || vaultMasterKeys(dataDir),
};
const args = ['--import', 'tsx', path.join(ROOT, 'vault', 'admin.ts'), ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env }).status ?? 1;
