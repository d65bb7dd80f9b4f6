import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { within } from '../api/http/patience';
import { hasNamespace, queuesWorkedOn } from '../client/engine-health';
import type { Store } from '../store/interfaces/store';
import type { Engine } from './engine';
import type { Settings } from './settings';

const PATIENCE_MS = 3000;

/** Of what a worker stands on and does, what is well. */
export type Parts = () => Promise<Record<string, boolean>>;

export interface Health {
  url: string;
  close(): Promise<void>;
}

/** The store and the engine answer, and the engine has seen this process take work from every queue. */
export function partsOf({ client }: Engine, store: Pick<Store, 'ping'>, runs: () => boolean): Parts {
  return async () => {
    const [storeAnswers, engine, queues] = await Promise.all([
      within(
        PATIENCE_MS,
        store.ping().catch(() => false),
        false,
      ),
      hasNamespace(client),
      queuesWorkedOn(client, client.options.identity),
    ]);
    const named = Object.entries(queues).map(([queue, worked]) => [`${queue}Queue`, worked && runs()]);
    return { store: storeAnswers, engine, ...Object.fromEntries(named) };
  };
}

/** Tells whether the worker lives and is ready, where it has a port for that; as the API does. */
export async function startHealth(
  { WORKER_HEALTH_HOST: host, WORKER_HEALTH_PORT: port }: Settings,
  parts: Parts,
): Promise<Health | undefined> {
  if (port === undefined) return undefined;
  const server = createServer({ requestTimeout: 10_000 }, ({ url }, response) => {
    if (url === '/health/live') answer(response, 200, { status: 'up' });
    else if (url === '/health/ready') void tell(response, parts);
    else answer(response, 404, { status: 'not_found' });
  });
  await listen(server, host, port);
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function tell(response: ServerResponse, parts: Parts): Promise<void> {
  const seen = await parts();
  const all = Object.values(seen).every(Boolean);
  answer(response, all ? 200 : 503, { status: all ? 'ready' : 'not_ready', parts: seen });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be listened on (${code})`;
      reject(new Error(`Port ${port} on ${host} ${why}: set WORKER_HEALTH_PORT or WORKER_HEALTH_HOST.`));
    });
    server.listen(port, host, resolve);
  });
}
