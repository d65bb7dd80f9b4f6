import { pino } from 'pino';
import { createSender } from '../gateways/webhook/senders';
import { createStore } from '../store/store';
import { connectEngine, installRuntime } from './engine';
import { partsOf, startHealth } from './health';
import { acquirersOf, billersOf, carriersOf, vaultOf } from './gateways';
import { createLineWorker, keepLinesWatched } from './lines';
import { startHousekeeping } from './housekeeping';
import { LiveSettings } from './live-settings';
import { createNotificationWorker, passReceiptsOn } from './notifications';
import { composePayments } from './payments';
import { ensureSchedules } from './schedules';
import { startSealer } from './sealer';
import { operatingDefaults, readSettings } from './settings';
import { createWebhookWorker, destinationsOf, resealSecrets, startWebhooks } from './webhooks';

/** A worker: payments' troubled ways, receipts, webhooks, the sweep and the audit log's seal. Run as many as are needed. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ name: 'worker', level: settings.LOG_LEVEL });
  installRuntime(log);
  const engine = await connectEngine(settings);
  const store = createStore({
    databaseUrl: settings.DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    settings: operatingDefaults(settings),
  });
  const operating = new LiveSettings(store.settings, operatingDefaults(settings), log);
  await operating.start();
  const [acquirers, billers, carriers] = [acquirersOf(settings), billersOf(settings), carriersOf(settings)];
  const vault = vaultOf(settings);
  const parts = { settings, engine, store, acquirers, billers, vault, operating: operating.current };
  const payments = composePayments(parts, false);
  const sender = createSender({ kind: 'http', destinations: destinationsOf(settings) });
  const workers = [
    await payments.createWorker({ remoteToo: true }),
    await createNotificationWorker(settings, engine, store.messages, carriers),
    await createLineWorker(parts, payments),
    await createWebhookWorker(settings, engine, store.webhooks, sender, operating.current),
  ];
  passReceiptsOn(carriers, store.messages, payments.client, log);
  await ensureSchedules(engine.client, settings);
  const sealer = startSealer(store.audit, settings.SEAL_EVERY_MS, log);
  await resealSecrets(settings, store.webhooks, log);
  const lines = keepLinesWatched(parts, log);
  const webhooks = startWebhooks(settings, engine, store.webhooks, log);
  const housekeeping = startHousekeeping(store, settings, log);
  const runs = (): boolean => workers.every((worker) => worker.getState() === 'RUNNING');
  const health = await startHealth(settings, partsOf(engine, store, runs));
  const stop = (): void => workers.forEach((worker) => worker.getState() === 'RUNNING' && worker.shutdown());
  process.once('SIGINT', stop).once('SIGTERM', stop);
  log.info({ health: health?.url }, 'worker is started');
  await Promise.all(workers.map((worker) => worker.run()));
  await health?.close();
  await Promise.all([sealer.stop(), lines.stop(), webhooks.stop(), housekeeping.stop()]);
  await sender.close();
  await operating.stop();
  await carriers.close();
  await vault?.close();
  await store.close();
  await engine.close();
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});
