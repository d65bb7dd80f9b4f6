import { createHash } from 'node:crypto';
import path from 'node:path';
import { pino } from 'pino';
import { EncryptionCodec, parsePayloadKeys } from '../client/codec';
import { CHANNEL_SCOPES } from '../domain/scopes';
import type { Smsc } from '../gateways/smsc/smsc';
import type { Acquirer } from '../gateways/acquirer/acquirer';
import { createStore } from '../store/store';
import type { Store } from '../store/interfaces/store';
import { connectEngine, installRuntime } from '../workers/engine';
import { accountLookUp } from '../workers/accounts';
import { BILLER, acquirersOf, billersOf, named, twilioOf } from '../workers/gateways';
import { LiveLines } from '../workers/live-lines';
import { LiveSettings } from '../workers/live-settings';
import { composePayments } from '../workers/payments';
import { operatingDefaults, readSettings } from '../workers/settings';
import type { Settings } from '../workers/settings';
import { destinationsOf } from '../workers/webhooks';
import { createApp } from './app';
import type { ApiDeps, VaultAccess } from './deps';
import { peopleParts } from './people/parts';
import { LiveFeed } from './live/live-feed';
import { startServer } from './server';
import type { SessionTimes } from './people/sessions';

/** The API, with a worker of its own for fresh payments. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ name: 'api', level: settings.LOG_LEVEL });
  installRuntime(log);
  const engine = await connectEngine(settings);
  const store = createStore({
    databaseUrl: settings.DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    settings: operatingDefaults(settings),
  });
  const operating = new LiveSettings(store.settings, operatingDefaults(settings), log);
  await operating.start();
  const [acquirers, billers] = [acquirersOf(settings), billersOf(settings)];
  const hosts = settings.API_HOSTS_WORKER;
  const payments = composePayments(
    { settings, engine, store, acquirers, billers, operating: operating.current },
    hosts,
  );
  const worker = hosts ? await payments.createWorker({ remoteToo: false }) : undefined;
  const working = worker?.run();
  await grantBootstrapKey(settings, store);
  const lines = new LiveLines(store.lines, log);
  await lines.start();
  const twilio = twilioOf(settings);
  const live = new LiveFeed({ audit: store.audit, log, now: () => new Date() });
  const app = createApp({
    ...callbackReaders(acquirers, twilio),
    ...publicFace(settings),
    ...peopleParts(store, parsePayloadKeys(settings.PAYLOAD_KEYS), sessionTimes(settings), () => new Date()),
    lookUpAccount: accountLookUp(named(billers, 'biller')(BILLER), settings.BILLER_TIMEOUT_MS),
    store,
    client: payments.client,
    refunds: payments.refunds,
    lines: lines.current,
    acquirers: [...acquirers.keys()],
    live,
    operating: operating.current,
    refreshOperating: operating.refresh,
    workerRuns: worker && (() => worker.getState() === 'RUNNING'),
    log,
    now: () => new Date(),
  });
  const server = await startServer(app, { host: settings.API_HOST, port: settings.API_PORT });
  log.info({ url: server.url }, 'API is ready');
  await stopAsked(working);
  live.close();
  await server.close();
  if (worker?.getState() === 'RUNNING') worker.shutdown();
  await working;
  await twilio?.close();
  await Promise.all([operating.stop(), lines.stop()]);
  await store.close();
  await engine.close();
}

/** What stands on parts that are made one by one. */
type Made =
  | 'store'
  | 'client'
  | 'refunds'
  | 'lines'
  | 'acquirers'
  | 'live'
  | 'operating'
  | 'refreshOperating'
  | 'log'
  | 'now'
  | 'readAcquirerCallback'
  | 'readDeliveryCallback'
  | 'lookUpAccount'
  | keyof ReturnType<typeof peopleParts>;

function publicFace(settings: Settings): Omit<ApiDeps, Made> {
  const ui = settings.TEMPORAL_UI_URL;
  const destinations = destinationsOf(settings);
  const vault = vaultAccess(settings);
  const codec = ui &&
    settings.CODEC_ENDPOINT && {
      codec: new EncryptionCodec(parsePayloadKeys(settings.PAYLOAD_KEYS)),
      origins: originsOf(ui),
      token: settings.CODEC_TOKEN,
    };
  return {
    acquirer: settings.ACQUIRER,
    biller: BILLER,
    publicUrl: settings.PUBLIC_URL,
    refuseWebhookUrl: (url) => destinations.refusal(url),
    console: {
      folder: path.resolve(__dirname, '..', '..', 'console', 'dist'),
      vaultOrigin: vault && new URL(vault.url).origin,
    },
    vault,
    links: { temporalUi: ui, temporalNamespace: settings.TEMPORAL_NAMESPACE, sandbox: settings.SANDBOX_URL },
    answerWaitMs: settings.ANSWER_TIMEOUT_MS,
    returnWaitMs: 5000,
    limits: { perSecond: settings.RATE_LIMIT_PER_SECOND, failedSignInsPerMinute: 60 },
    trustedProxies: settings.TRUSTED_PROXIES,
    codec: codec || undefined,
  };
}

function sessionTimes({ SESSION_IDLE_MS, SESSION_LIFETIME_MS }: Settings): SessionTimes {
  return { idleMs: SESSION_IDLE_MS, lifetimeMs: SESSION_LIFETIME_MS };
}

/** Only the acquirer of our own protocol takes card numbers from the vault. */
function vaultAccess(settings: Settings): VaultAccess | undefined {
  const { VAULT_URL, VAULT_PUBLIC_URL = VAULT_URL, VAULT_TICKET_SECRET: ticketSecret } = settings;
  if (VAULT_PUBLIC_URL === undefined || ticketSecret === undefined) return undefined;
  return { url: VAULT_PUBLIC_URL.replace(/\/+$/, ''), acquirer: 'sandbox', ticketSecret };
}

/** A browser on this machine may have been given either name. */
function originsOf(ui: string): readonly [string, ...string[]] {
  const { origin, hostname } = new URL(ui);
  return hostname === '127.0.0.1' ? [origin, origin.replace('127.0.0.1', 'localhost')] : [origin];
}

function callbackReaders(
  acquirers: ReadonlyMap<string, Acquirer>,
  twilio: Smsc | undefined,
): Pick<ApiDeps, 'readAcquirerCallback' | 'readDeliveryCallback'> {
  return {
    readAcquirerCallback: (name, headers, rawBody) => acquirers.get(name)?.readCallback(headers, rawBody),
    readDeliveryCallback: (request) => twilio?.readCallback(request),
  };
}

/** A first key with every scope, for the local stack and for a first sign-in; hashed before it is stored. */
async function grantBootstrapKey(settings: Settings, store: Store): Promise<void> {
  if (!settings.API_BOOTSTRAP_KEY) return;
  const hash = createHash('sha256').update(settings.API_BOOTSTRAP_KEY).digest('hex');
  await store.channels.grant({ id: 'demo', scopes: [...CHANNEL_SCOPES] }, hash, {
    kind: 'system',
    id: 'bootstrap',
  });
}

/** Until somebody asks the process to stop; a worker that fails for good brings the process down, to be started anew. */
async function stopAsked(working: Promise<void> | undefined): Promise<void> {
  const asked = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  await (working ? Promise.race([asked, working]) : asked);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(1);
  },
);
