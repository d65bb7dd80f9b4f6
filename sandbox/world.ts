import express, { type Express } from 'express';
import { Operations } from './acquirer/operations';
import { pageRoutes } from './acquirer/page/routes';
import { acquirerRoutes } from './acquirer/routes';
import { Sessions } from './acquirer/sessions';
import { acquirerSigner } from './acquirer/signature';
import { Vault } from './acquirer/vault';
import { Accounts } from './biller/accounts';
import { Registrations } from './biller/registrations';
import { billerRoutes } from './biller/routes';
import { Callbacks } from './callbacks';
import { controlRoutes } from './control';
import { noSuchRoute, outageDoor, renderError } from './endpoint';
import { Faults } from './faults';
import { homePage } from './home';
import type { Journal } from './journal';
import { Messages } from './messages';
import { OperationLog } from './operation-log';
import type { Secrets } from './secrets';
import { twilioRoutes, twilioSigner } from './twilio';

export interface WorldOptions {
  journal: Journal;
  secrets: Secrets;
  /** Where browsers find the hosted pages; known only once the server listens. */
  publicUrl: () => string;
  /** Waits before the second and later attempts of a callback, in milliseconds. */
  callbackBackOffMs?: readonly number[];
}

/** Every simulated party with its state, behind one HTTP application. */
export interface World {
  app: Express;
  faults: Faults;
  messages: Messages;
  /** Forgets everything that happened; `alsoClear` is of parties outside HTTP. */
  onReset(alsoClear: () => void): void;
  /** Goes on with what a replayed journal left unfinished. */
  resume(): void;
  stop(): void;
}

export function createWorld({ journal, secrets, publicUrl, callbackBackOffMs }: WorldOptions): World {
  const faults = new Faults();
  const log = new OperationLog();
  const messages = new Messages(journal);
  const signers = {
    acquirer: acquirerSigner(secrets.acquirerCallback),
    twilio: twilioSigner(secrets.twilioAuthToken),
  };
  const callbacks = new Callbacks(journal, faults, signers, callbackBackOffMs);
  const vault = new Vault(journal);
  const operations = new Operations(journal, log, vault);
  const sessions = new Sessions(journal, vault, operations, callbacks);
  const accounts = new Accounts();
  const registrations = new Registrations(journal, log, accounts);
  const stores = [faults, log, messages, callbacks, vault, operations, sessions, accounts, registrations];
  const clearers = stores.map((store) => () => store.clear());
  const reset = async () => {
    for (const clear of clearers) clear();
    await journal.clear();
  };

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/', homePage({ accounts, faults, messages, log }));
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.use(
    '/acquirer',
    outageDoor(faults, 'acquirer'),
    pageRoutes({ faults, sessions, vault }),
    acquirerRoutes({ faults, vault, operations, sessions, secret: secrets.acquirer, publicUrl }),
  );
  app.use('/biller', billerRoutes({ faults, accounts, registrations, secret: secrets.biller }));
  const { twilioAccountSid: accountSid, twilioAuthToken: authToken } = secrets;
  app.use('/twilio', twilioRoutes({ faults, messages, callbacks, accountSid, authToken }));
  app.use(
    '/control',
    controlRoutes({ faults, operations, registrations, accounts, log, messages, journal, reset }),
  );
  app.use(noSuchRoute);
  app.use(renderError);

  return {
    app,
    faults,
    messages,
    onReset: (alsoClear) => void clearers.push(alsoClear),
    resume: () => {
      sessions.resume();
      callbacks.resume();
    },
    stop: () => {
      callbacks.stop();
      sessions.clear();
    },
  };
}
