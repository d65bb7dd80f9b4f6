import { pino } from 'pino';
import { OutgoingAcquirer } from './acquirer';
import { createVaultApp } from './app';
import { openDatabase } from './database';
import { describeError } from './errors';
import { MasterKeys } from './master-keys';
import { Records } from './records';
import { startServer } from './server';
import { readSettings } from './settings';
import { startSweeper } from './sweeper';

/** The vault: a process of its own, with its own database and keys. See docs/vault.md. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ name: 'vault', level: settings.LOG_LEVEL });
  const keys = MasterKeys.parse(settings.VAULT_MASTER_KEYS);
  const onError = (error: Error): void => log.error(describeError(error), 'database connection lost');
  const pool = await openDatabase(settings.VAULT_DATABASE_URL, keys, { onError });
  const records = new Records(pool);
  const acquirer = new OutgoingAcquirer({
    url: settings.ACQUIRER_URL,
    secret: settings.ACQUIRER_SECRET,
    timeoutMs: settings.ACQUIRER_TIMEOUT_MS,
  });
  const app = createVaultApp({
    records,
    keys,
    acquirer,
    ticketSecret: settings.VAULT_TICKET_SECRET,
    forwardSecret: settings.VAULT_FORWARD_SECRET,
    allowedOrigins: settings.VAULT_ALLOWED_ORIGINS,
    keepMs: settings.VAULT_KEEP_MS,
    limits: {
      perUser: settings.VAULT_ENTRIES_PER_MINUTE,
      perAddress: settings.VAULT_REQUESTS_PER_MINUTE,
    },
    trustedProxies: settings.TRUSTED_PROXIES,
    log,
    now: () => new Date(),
  });
  const sweeper = startSweeper(records, settings.VAULT_SWEEP_EVERY_MS, log);
  const server = await startServer(app, { host: settings.VAULT_HOST, port: settings.VAULT_PORT });
  log.info({ url: server.url, keys: keys.ids }, 'vault is ready');
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  await server.close();
  await sweeper.stop();
  await acquirer.close();
  await pool.end();
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    // Ours name settings; those of libraries may quote an address with its password.
    process.stderr.write(`vault: ${error.message}\n`);
    process.exit(1);
  },
);
