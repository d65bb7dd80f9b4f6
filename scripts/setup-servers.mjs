// Makes the servers that DATABASE_URL and TEMPORAL_ADDRESS name ready for the product: applies the migrations, registers the
// search attributes. Waits for servers that are still starting. Safe to run again.
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from './stack/migrate.mjs';
import { MIGRATIONS } from './stack/paths.mjs';
import { registerSearchAttributes } from './stack/search-attributes.mjs';

const PATIENCE_MS = 180_000;

async function patiently(what, work) {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(2_000)) {
    try {
      const done = await work();
      console.log(`${what}: ${done.length > 0 ? done.join(', ') : 'nothing to do'}`);
      return;
    } catch (error) {
      if (!isStarting(error) || Date.now() > deadline)
        throw new Error(`${what}: ${error.message}`, { cause: error });
    }
  }
}

/** The server, its namespace or its database is not there yet. */
function isStarting(error) {
  const network = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', '57P03', '3D000'];
  return (
    network.includes(error.code) ||
    error.constructor?.name === 'TransportError' ||
    /namespace|connect|deadline/i.test(error.message)
  );
}

const { DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = process.env;
if (!DATABASE_URL || !TEMPORAL_ADDRESS) {
  console.error('DATABASE_URL and TEMPORAL_ADDRESS must be set');
  process.exit(1);
}
await patiently('migrations', () => migrate(DATABASE_URL, MIGRATIONS));
await patiently('search attributes', () =>
  registerSearchAttributes(TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE || 'default'),
);
