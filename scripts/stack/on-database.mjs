// Runs a program of workers/ that works on the database alone, with the arguments of this process.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './paths.mjs';
import { postgresUrl } from './postgres.mjs';
import { devSecrets } from './secrets.mjs';
import { readSettings } from './settings.mjs';
import { withoutVaultsOwn } from './vaults-own.mjs';

/** @param {string} program the name of a file in workers/ */
export function onDatabase(program) {
  const { dataDir, environment, hosts, ports } = readSettings();
  const local = () =>
    postgresUrl({
      host: hosts.postgres,
      port: ports.postgres,
      password: devSecrets(dataDir).postgresPassword,
    });
  const env = { ...withoutVaultsOwn(), DATABASE_URL: environment.DATABASE_URL || local() };
  const file = path.join(ROOT, 'workers', `${program}.ts`);
  const args = ['--import', 'tsx', file, ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env }).status ?? 1;
}
