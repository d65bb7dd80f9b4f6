// A stack of one's own on free ports, for the end-to-end tests and the benchmark.
import { freePorts, freeRow } from './ports.mjs';
import { PORTS, readSettings } from './settings.mjs';
import { startStack } from './stack.mjs';
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary.mjs';

/** What passes from our own environment: nothing that points to somebody's servers. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'USER',
  'TMPDIR',
  'TEMP',
  'LANG',
  'TZ',
  'SystemRoot',
  'NODE_OPTIONS',
  'GOPATH',
  'GOCACHE',
];

/**
 * @param {object} options
 * @param {import('./stack.mjs').Part[]} [options.parts] all, unless told
 * @param {Record<string, string>} [options.env] settings, which win over everything (DATABASE_URL and TEMPORAL_ADDRESS too)
 * @param {number} [options.workers] worker processes beside the API's own: 1
 * @param {string} [options.dataDir] kept afterwards; without it, a temporary one that `stop` deletes
 * @param {boolean} [options.durable] whether data survives as it would in earnest: false
 * @param {boolean} [options.people] whether it has the users of the demonstration: false
 * @param {(line: string) => void} [options.say]
 * @returns {Promise<import('./stack.mjs').Stack>}
 */
export async function startFreshStack({
  parts,
  env = {},
  workers = 1,
  dataDir,
  durable = false,
  people,
  say,
}) {
  const folder = dataDir ?? makeTemporaryFolder();
  const free = await freePorts(Object.keys(PORTS).length);
  const ports = Object.fromEntries(
    Object.values(PORTS).map(({ setting }, index) => [setting, String(free[index])]),
  );
  ports[PORTS.workerHealth.setting] = String(await freeRow(workers, free));
  const inherited = Object.fromEntries(
    PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  const settings = readSettings({
    ...inherited,
    ...ports,
    WORKERS: String(workers),
    DATA_DIR: folder,
    ...env,
  });
  const clean = () => dataDir === undefined && removeTemporaryFolder(folder);
  try {
    const stack = await startStack({ settings, parts, throwAway: !durable, people, say });
    const stop = async () => {
      await stack.stop();
      clean();
    };
    return { ...stack, stop };
  } catch (error) {
    clean();
    throw error;
  }
}
