import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface RunningServer {
  url: string;
  /** Takes no more requests, lets those under way end, and gives up on them after `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

/** Listens; port 0 takes a free one. Rejects with a message that names the setting where the port is taken. */
export async function startServer(
  app: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<RunningServer> {
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 },
    app,
  );
  server.on('clientError', refuse);
  await listen(server, host, port);
  const { port: taken } = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shown}:${taken}`, close: (graceMs = 10_000) => close(server, graceMs) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be listened on (${error.code})`;
      reject(new Error(`Port ${port} on ${host} ${why}: set API_PORT or API_HOST.`));
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(giveUp);
      resolve();
    });
    // Connections that answer their last request now have nothing to stay open for.
    server.keepAliveTimeout = 1;
    server.closeIdleConnections();
  });
}

/** What is not even HTTP never reaches a route; it gets a problem all the same. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const [status, reason] =
    error.code === 'HPE_HEADER_OVERFLOW' ? [431, 'Headers too large'] : [400, 'Bad request'];
  const body = JSON.stringify({ type: 'about:blank', title: reason, status, code: 'malformed_request' });
  const head = `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Type: application/problem+json`;
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
