// A Postgres that a test may kill: run as a program of its own. Each line on the input is a command, answered by a line.
//   start   starts it, with every migration applied    → {"url": "postgresql://…"}
//   stop    ends it as an administrator would          → {}
//   kill    ends it in the middle of things         → {}
// The end of the input ends all.
import { createInterface } from 'node:readline';
import { migrate } from '../../scripts/stack/migrate.mjs';
import { MIGRATIONS } from '../../scripts/stack/paths.mjs';
import { freePorts } from '../../scripts/stack/ports.mjs';
import { postgresUrl, startPostgres } from '../../scripts/stack/postgres.mjs';
import { makeTemporaryFolder, removeTemporaryFolder } from '../../scripts/stack/temporary.mjs';

const dataDir = makeTemporaryFolder();
const [port] = await freePorts(1);
const server = { port, password: 'test' };
const url = postgresUrl(server);
let child;

const commands = {
  async start() {
    child = await startPostgres({ ...server, dataDir, durable: true });
    await migrate(url, MIGRATIONS);
    return { url };
  },
  async stop() {
    await child.stop();
    return {};
  },
  async kill() {
    await child.kill('SIGKILL');
    return {};
  },
};

try {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await commands[line.trim()]())}\n`);
  }
} finally {
  await child?.stop();
  removeTemporaryFolder(dataDir);
}
