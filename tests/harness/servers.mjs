// The servers that test files share. They run in Jest's parent process, are started once however many projects ask, and
// are told to the test files by environment variables (which Jest's workers inherit).
import { freePorts } from '../../scripts/stack/ports.mjs';
import { MIGRATIONS } from '../../scripts/stack/paths.mjs';
import { migrate } from '../../scripts/stack/migrate.mjs';
import { postgresUrl, startPostgres } from '../../scripts/stack/postgres.mjs';
import { timeSkippingServer } from '../../scripts/stack/time-skipping.mjs';
import { startTemporal } from '../../scripts/stack/temporal.mjs';
import { temporalProgram } from '../../scripts/stack/temporal-program.mjs';
import { makeTemporaryFolder, removeTemporaryFolder } from '../../scripts/stack/temporary.mjs';

const say = (line) => process.stderr.write(`${line}\n`);
const shared = (globalThis.tillflowTestServers ??= { started: new Map(), stops: [] });

function once(name, start) {
  if (!shared.started.has(name)) shared.started.set(name, start());
  return shared.started.get(name);
}

/** A throw-away Postgres with a migrated database to clone. Sets TEST_POSTGRES_URL to that database. */
export const postgres = () =>
  once('postgres', async () => {
    const dataDir = makeTemporaryFolder();
    const [port] = await freePorts(1);
    const server = { port, password: 'test', database: 'tillflow_template' };
    const child = await startPostgres({ ...server, dataDir, durable: false });
    const url = postgresUrl(server);
    shared.stops.push(async () => {
      await child.stop();
      removeTemporaryFolder(dataDir);
    });
    await migrate(url, MIGRATIONS);
    process.env.TEST_POSTGRES_URL = url;
  });

/** A real Temporal server in memory. Sets TEST_TEMPORAL_ADDRESS. */
export const temporal = () =>
  once('temporal', async () => {
    const executable = await temporalProgram(say);
    const dataDir = makeTemporaryFolder();
    const [port] = await freePorts(1);
    const child = await startTemporal({ executable, dataDir, port, inMemory: true });
    shared.stops.push(async () => {
      await child.stop();
      removeTemporaryFolder(dataDir);
    });
    process.env.TEST_TEMPORAL_ADDRESS = `127.0.0.1:${port}`;
  });

/** Makes sure that there is a time-skipping server to start. Sets TEST_TIME_SKIPPING_SERVER to its path. */
export const timeSkipping = () =>
  once('timeSkipping', async () => {
    process.env.TEST_TIME_SKIPPING_SERVER = await timeSkippingServer(say);
  });

export async function stopAll() {
  for (const stop of shared.stops.splice(0).reverse()) await stop();
  shared.started.clear();
}
