import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Operations } from './acquirer/operations';
import { acquirerRoutes } from './acquirer/routes';
import { Sessions } from './acquirer/sessions';
import { acquirerSigner } from './acquirer/signature';
import { Vault } from './acquirer/vault';
import { Accounts } from './biller/accounts';
import { Registrations } from './biller/registrations';
import { billerRoutes } from './biller/routes';
import { Callbacks } from './callbacks';
import { controlRoutes } from './control';
import { noSuchRoute, renderError } from './endpoint';
import { Faults } from './faults';
import { Journal } from './journal';
import { Messages } from './messages';
import { OperationLog } from './operation-log';

/** What the parties of the outside world share with their callers. */
export interface Secrets {
  acquirer: string;
  acquirerCallback: string;
  biller: string;
  smppPassword: string;
  twilioAccountSid: string;
  twilioAuthToken: string;
}

export const DEFAULT_SECRETS: Secrets = {
  acquirer: 'sk_sandbox',
  acquirerCallback: 'whsec_sandbox',
  biller: 'biller_sandbox',
  smppPassword: 'smppbox',
  twilioAccountSid: 'AC00000000000000000000000000000000',
  twilioAuthToken: 'twilio_sandbox',
};

/** A port of 0 takes a free one. */
export interface SandboxOptions {
  host?: string;
  port?: number;
  smppPort?: number;
  smtpPort?: number;
  /** Address of the hosted pages for browsers, where it isn't the one that the sandbox listens at. */
  publicUrl?: string;
  /** Folder of the journal; without one, everything is forgotten at the end. */
  dataDir?: string;
  secrets?: Partial<Secrets>;
  /** Waits before the second and later attempts of a callback, in milliseconds. */
  callbackBackOffMs?: readonly number[];
}

export interface Sandbox {
  /** Base address, without a slash at the end. */
  url: string;
  smppPort: number;
  smtpPort: number;
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection, so that it is never the sandbox that closes one under a request. */
const KEEP_ALIVE_MS = 120_000;

/** Starts the whole outside world; it is ready when the promise settles. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1' } = options;
  const secrets = { ...DEFAULT_SECRETS, ...options.secrets };
  const journal = new Journal(options.dataDir);
  const faults = new Faults();
  const log = new OperationLog();
  const messages = new Messages(journal);
  const signers = { acquirer: acquirerSigner(secrets.acquirerCallback) };
  const callbacks = new Callbacks(journal, faults, signers, options.callbackBackOffMs);
  const vault = new Vault(journal);
  const operations = new Operations(journal, log, vault);
  const sessions = new Sessions(journal, vault, operations, callbacks);
  const accounts = new Accounts();
  const registrations = new Registrations(journal, log, accounts);
  const stores = [faults, log, messages, callbacks, vault, operations, sessions, accounts, registrations];
  const reset = async () => {
    for (const store of stores) store.clear();
    operations.idempotent = registrations.idempotent = true;
    operations.absentLagMs = 0;
    await journal.clear();
  };

  let url = options.publicUrl ?? '';
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.use(
    '/acquirer',
    acquirerRoutes({ faults, vault, operations, sessions, secret: secrets.acquirer, publicUrl: () => url }),
  );
  app.use('/biller', billerRoutes({ faults, accounts, registrations, secret: secrets.biller }));
  app.use(
    '/control',
    controlRoutes({ faults, operations, registrations, accounts, log, messages, journal, reset }),
  );
  app.use(noSuchRoute);
  app.use(renderError);

  await journal.replay();
  const server = await listen(
    createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, app),
    options.port ?? 0,
    host,
  );
  const ownUrl = `http://${host}:${portOf(server)}`;
  url ||= ownUrl;
  sessions.resume();
  callbacks.resume();

  return {
    url: ownUrl,
    smppPort: 0,
    smtpPort: 0,
    close: async () => {
      await closeServer(server);
      callbacks.stop();
      sessions.clear();
      await journal.close();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
