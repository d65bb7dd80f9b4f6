// `npm run db:migrate -- --name what_changes`: writes the next migration from the changes in prisma/schema.prisma.
// It works against a throw-away server, so that nobody's data decides what the migration contains; a running stack applies
// it at its next start.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../stack/paths.mjs';
import { freePorts } from '../stack/ports.mjs';
import { postgresUrl, startPostgres } from '../stack/postgres.mjs';
import { makeTemporaryFolder, removeTemporaryFolder } from '../stack/temporary.mjs';

const dataDir = makeTemporaryFolder();
const [port] = await freePorts(1);
const server = { port, password: 'scratch' };
const child = await startPostgres({ ...server, dataDir, durable: false });
try {
  const prisma = path.join(ROOT, 'node_modules', 'prisma', 'build', 'index.js');
  const args = [prisma, 'migrate', 'dev', ...process.argv.slice(2)];
  const env = { ...process.env, DATABASE_URL: postgresUrl(server) };
  process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env }).status ?? 1;
} finally {
  await child.stop();
  removeTemporaryFolder(dataDir);
}
