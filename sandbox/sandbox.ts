import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Journal } from './journal';
import { startMailSink } from './mail';
import { DEFAULT_SECRETS } from './secrets';
import type { Secrets } from './secrets';
import { startSmsc } from './smsc/server';
import { createWorld } from './world';

/** A port of 0, or none, takes a free one. */
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

/** Longer than clients keep an idle connection, so that the sandbox never closes one under a request. */
const KEEP_ALIVE_MS = 120_000;

/** Starts the whole outside world; it is ready when the promise settles. Rejects where a port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, smppPort = 0, smtpPort = 0, callbackBackOffMs } = options;
  const secrets = { ...DEFAULT_SECRETS, ...options.secrets };
  const journal = new Journal(options.dataDir);
  let url = '';
  const publicUrl = () => options.publicUrl ?? url;
  const world = createWorld({ journal, secrets, publicUrl, callbackBackOffMs });
  const { app, faults, messages } = world;
  const opened: { close(): Promise<void> }[] = [{ close: () => journal.close() }];
  const close = async () => {
    world.stop();
    for (const part of opened.splice(0).reverse()) await part.close();
  };

  try {
    await journal.replay();
    const smsc = await startSmsc(faults, messages, secrets.smppPassword, smppPort, host);
    opened.push(smsc);
    world.onReset(() => smsc.clear());
    const mail = await startMailSink(faults, messages, smtpPort, host);
    opened.push(mail);
    const server = await listen(createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, app), port, host);
    opened.push({ close: () => closeServer(server) });
    url = `http://${host}:${(server.address() as AddressInfo).port}`;
    world.resume();
    return { url, smppPort: smsc.port, smtpPort: mail.port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function listen(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
