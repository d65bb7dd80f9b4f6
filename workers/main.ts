import { pino } from 'pino';
import { createStore } from '../store/store';
import { connectEngine, installRuntime } from './engine';
import { acquirersOf, billersOf, carriersOf } from './gateways';
import { LiveSettings } from './live-settings';
import { createNotificationWorker, passReceiptsOn } from './notifications';
import { composePayments } from './payments';
import { ensureSchedules } from './schedules';
import { startSealer } from './sealer';
import { operatingDefaults, readSettings } from './settings';

/** A worker: payments' troubled ways, receipts, the sweep and the audit log's seal. Run as many as are needed. */
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
  const payments = composePayments(
    { settings, engine, store, acquirers, billers, operating: operating.current },
    false,
  );
  const workers = [
    await payments.createWorker({ remoteToo: true }),
    await createNotificationWorker(settings, engine, store.messages, carriers),
  ];
  passReceiptsOn(carriers, store.messages, payments.client, log);
  await ensureSchedules(engine.client, settings);
  const sealer = startSealer(store.audit, settings.SEAL_EVERY_MS, log);
  const stop = (): void => workers.forEach((worker) => worker.getState() === 'RUNNING' && worker.shutdown());
  process.once('SIGINT', stop).once('SIGTERM', stop);
  log.info('worker is ready');
  await Promise.all(workers.map((worker) => worker.run()));
  await sealer.stop();
  await operating.stop();
  await carriers.close();
  await store.close();
  await engine.close();
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});
