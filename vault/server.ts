import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RunningVault {
  url: string;
  /** Takes no more requests, and lets those under way end for up to `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

/** Listens; port 0 takes a free one. Rejects with a message that names the setting where the port is taken. */
export async function startServer(
  app: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<RunningVault> {
  const options = { requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 };
  const server = createServer(options, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be listened on (${code})`;
      reject(new Error(`Port ${port} on ${host} ${why}: set VAULT_PORT or VAULT_HOST.`));
    });
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shown}:${taken}`, close: (graceMs = 10_000) => close(server, graceMs) };
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(giveUp);
      resolve();
    });
    server.closeIdleConnections();
  });
}
