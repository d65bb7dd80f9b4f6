// `npm run keys -- grant|revoke|list`: API keys of channels, straight in the database: DATABASE_URL's, else the local stack's.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './stack/paths.mjs';
import { postgresUrl } from './stack/postgres.mjs';
import { devSecrets } from './stack/secrets.mjs';
import { readSettings } from './stack/settings.mjs';

const { dataDir, environment, ports } = readSettings();
const local = () => postgresUrl({ port: ports.postgres, password: devSecrets(dataDir).postgresPassword });
const env = { ...process.env, DATABASE_URL: environment.DATABASE_URL || local() };
const args = ['--import', 'tsx', path.join(ROOT, 'workers', 'keys.ts'), ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env }).status ?? 1;
