// The whole stack: Postgres, Temporal, sandbox, vault, workers, API. `npm start`, the end-to-end tests and the benchmark start the
// same parts by this one function.
import { hostAndPort, urlOf } from './addresses.mjs';
import { endOrphans } from './children.mjs';
import { processEnvironment, VAULT_DATABASE, vaultEnvironment, vaultSecretOf } from './environment.mjs';
import { migrate } from './migrate.mjs';
import { takeDataFolder } from './owner.mjs';
import { startApi, startSandbox, startVault, startWorker } from './parts.mjs';
import { MIGRATIONS } from './paths.mjs';
import { seedPeople } from './people.mjs';
import { requireFreePorts } from './ports.mjs';
import { postgresUrl, startPostgres } from './postgres.mjs';
import { registerSearchAttributes } from './search-attributes.mjs';
import { devSecrets, vaultMasterKeys } from './secrets.mjs';
import { Supervisor } from './supervisor.mjs';
import { startTemporal } from './temporal.mjs';
import { temporalProgram } from './temporal-program.mjs';

/** @typedef {'postgres' | 'temporal' | 'sandbox' | 'vault' | 'worker' | 'api'} Part */

/** Which ports a part listens on, by the names of settings.mjs. */
const PORTS_OF = {
  postgres: ['postgres'],
  temporal: ['temporal', 'temporalUi'],
  sandbox: ['sandbox', 'sandboxSmpp', 'sandboxSmtp'],
  vault: ['vault'],
  worker: [], // one for each: `listeners`
  api: ['api'],
};

/**
 * @typedef {object} Stack
 * @property {{ api: string, temporal: string, temporalUi?: string, sandbox: string, vault?: string, database: string }} urls
 * @property {NodeJS.ProcessEnv} env what the processes are told
 * @property {Record<string, string>} secrets
 * @property {import('./people.mjs').Person[]} people those of the demonstration, where they were made now
 * @property {Supervisor} processes postgres, temporal, sandbox, vault, worker, worker-2…, api
 * @property {(say?: (line: string) => void) => Promise<void>} stop all, in the reverse order of starting
 */

/**
 * @param {object} options
 * @param {import('./settings.mjs').Settings} options.settings
 * @param {Part[]} [options.parts] all, unless told. Postgres and Temporal are not started where DATABASE_URL or
 *   TEMPORAL_ADDRESS names others, nor is the vault where VAULT_URL does or it would have no database.
 * @param {boolean} [options.throwAway] nothing need survive: Temporal in memory, Postgres without flushing
 * @param {boolean} [options.people] whether a database of our own without users gets those of the demonstration
 * @param {(line: string) => void} [options.say]
 * @returns {Promise<Stack>} once every part is up
 * @throws when a port is taken, before anything is started; when a part does not start, after stopping the others
 */
export async function startStack({
  settings,
  parts = Object.keys(PORTS_OF),
  throwAway = false,
  people = false,
  say = () => {},
}) {
  const { DATABASE_URL, TEMPORAL_ADDRESS, VAULT_URL, VAULT_DATABASE_URL } = settings.environment;
  const homeless = DATABASE_URL && !VAULT_DATABASE_URL;
  const elsewhere = { postgres: DATABASE_URL, temporal: TEMPORAL_ADDRESS, vault: VAULT_URL || homeless };
  const own = parts.filter((part) => !elsewhere[part]);
  if (parts.includes('vault') && homeless && !VAULT_URL)
    say('no vault is started: set VAULT_DATABASE_URL, too');
  const { ended, release } = await takeDataFolder(settings.dataDir);
  try {
    if (ended.length > 0) say(`ended what an earlier run had left behind: ${ended.join(', ')}`);
    // A process is seen to be gone a moment before all of its threads are, and its ports with them.
    const patienceMs = ended.length > 0 ? 10_000 : 0;
    await requireFreePorts(settings.hosts, listeners(settings, own), patienceMs);
    const executable = own.includes('temporal') ? await temporalProgram(say) : undefined;
    return await launchAll({ settings, own, parts, throwAway, people, say, executable, release });
  } catch (error) {
    release();
    throw error;
  }
}

/** What is going to listen, by the names of settings.mjs. */
function listeners({ ports, workers }, own) {
  const health = own.includes('worker') ? workersOf(workers) : [];
  return [
    ...own.flatMap((part) => PORTS_OF[part]).map((name) => ({ name, port: ports[name] })),
    ...health.map((_, index) => ({ name: 'workerHealth', port: ports.workerHealth + index })),
  ];
}

const workersOf = (count) =>
  Array.from({ length: count }, (_, index) => (index ? `worker-${index + 1}` : 'worker'));

async function launchAll({ settings, own, parts, throwAway, people, say, executable, release }) {
  const { ports, hosts, dataDir, environment } = settings;
  const secrets = devSecrets(dataDir);
  const password = secrets.postgresPassword;
  const servers = {
    databaseUrl:
      environment.DATABASE_URL || postgresUrl({ host: hosts.postgres, port: ports.postgres, password }),
    temporalAddress: environment.TEMPORAL_ADDRESS || hostAndPort(hosts.temporal, ports.temporal),
  };
  const env = processEnvironment(settings, secrets, servers, own.includes('vault'));
  const context = { settings, env };
  const knowing = (part) => ({ settings, env: { ...env, ...vaultSecretOf(part, settings, secrets) } });
  const apart = { ...VAULT_DATABASE, password: secrets.vaultPassword };
  const workers = workersOf(settings.workers);
  const alone = !own.includes('worker') || workers.length === 0;
  const processes = new Supervisor({
    postgres: () => startPostgres({ ...postgresOptions(settings), password, durable: !throwAway, apart }),
    temporal: () => startTemporal({ ...temporalOptions(context), executable, inMemory: throwAway }),
    sandbox: () => startSandbox(context),
    vault: () => startVault(vaultContext(context, secrets)),
    ...Object.fromEntries(
      workers.map((name, index) => [name, () => startWorker(name, index)(knowing('worker'))]),
    ),
    api: () => startApi({ ...knowing('api'), alone }),
  });
  const start = async (name) => {
    const started = Date.now();
    await processes.start(name);
    say(`${name} is up (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  };
  const stop = async (tell) => {
    await processes.stopAll(tell);
    release();
  };
  let seeded;
  /** A process that ends while others are starting ends the wait. */
  const all = (promises) => Promise.race([Promise.all(promises), processes.failure]);
  try {
    await all(own.filter((part) => part === 'postgres' || part === 'temporal').map(start));
    await all([prepareDatabase(servers, parts, say), prepareTemporal(env, own, parts, say)]);
    await all(
      own
        .filter((part) => ['sandbox', 'vault', 'worker'].includes(part))
        .flatMap((part) => (part === 'worker' ? workers : [part]))
        .map(start),
    );
    seeded = await (people && own.includes('postgres') ? seedPeople(servers.databaseUrl) : []);
    if (own.includes('api')) await all([start('api')]);
  } catch (error) {
    await processes.stopAll();
    await endOrphans(dataDir); // those that were still starting
    throw error;
  }
  const urls = {
    api: urlOf(hosts.api, ports.api),
    temporal: servers.temporalAddress,
    temporalUi: context.env.TEMPORAL_UI_URL,
    sandbox: context.env.SANDBOX_URL,
    vault: context.env.VAULT_URL,
    database: servers.databaseUrl,
  };
  return { urls, env: context.env, secrets, people: seeded, processes, stop };
}

function vaultContext({ settings, env }, secrets) {
  const masterKeys = settings.environment.VAULT_MASTER_KEYS || vaultMasterKeys(settings.dataDir);
  return { settings, env: vaultEnvironment(settings, secrets, { env, masterKeys }) };
}

function postgresOptions({ dataDir, hosts, ports }) {
  return { dataDir, host: hosts.postgres, port: ports.postgres };
}

function temporalOptions({ settings, env }) {
  return {
    dataDir: settings.dataDir,
    host: settings.hosts.temporal,
    port: settings.ports.temporal,
    uiPort: settings.ports.temporalUi,
    namespace: env.TEMPORAL_NAMESPACE || undefined,
    synchronous: settings.environment.TEMPORAL_SQLITE_SYNCHRONOUS || undefined,
    codecEndpoint: `${env.PUBLIC_URL}/codec`,
  };
}

async function prepareDatabase({ databaseUrl }, parts, say) {
  if (!parts.includes('postgres')) return;
  const applied = await migrate(databaseUrl, MIGRATIONS);
  if (applied.length > 0) say(`applied ${applied.length} database migration${applied.length > 1 ? 's' : ''}`);
}

/** The server that we start registers them itself. */
async function prepareTemporal({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE }, own, parts, say) {
  if (!parts.includes('temporal') || own.includes('temporal')) return;
  const namespace = TEMPORAL_NAMESPACE || 'default';
  const registered = await registerSearchAttributes(TEMPORAL_ADDRESS, namespace);
  if (registered.length > 0)
    say(`registered in ${namespace} on ${TEMPORAL_ADDRESS}: ${registered.join(', ')}`);
}
