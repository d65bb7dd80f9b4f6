// The contract without a backend: `npm run fake` beside `npm run dev`, or alone with the built console at /console/.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { paymentOf, settle } from './payments';
import { serve } from './serve';
import { makeWorld } from './world';

const PORT = Number(process.env.PORT ?? 3000);
const DIST = path.resolve(import.meta.dirname, '..', 'dist');
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
};
const world = makeWorld();

/** Outside of the contract: the card page, and a switch for the line. */
function beside(url: URL, response: ServerResponse): boolean {
  if (url.pathname === '/fake/page') {
    const payment = paymentOf(world, url.searchParams.get('payment') ?? '');
    settle(world, payment);
    response.writeHead(303, { Location: `/console/pay/returned?paymentId=${payment.id}` }).end();
  } else if (url.pathname === '/fake/line') {
    Object.assign(world.lines[0]!, {
      status: url.searchParams.get('status'),
      since: new Date().toISOString(),
    });
    for (const tell of world.listeners) tell({ object: 'line', id: 'sandbox', type: 'changed' });
    response.writeHead(204).end();
  } else if (url.pathname.startsWith('/console')) {
    const file = path.join(DIST, url.pathname.slice('/console'.length));
    const there =
      path.extname(file) && file.startsWith(DIST) && existsSync(file) ? file : path.join(DIST, 'index.html');
    response
      .writeHead(200, {
        'Content-Type': TYPES[path.extname(there)] ?? 'text/plain',
        'Content-Security-Policy': POLICY,
      })
      .end(readFileSync(there));
  } else return false;
  return true;
}

function stream(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': here\n\n');
  const tell = (change: object): boolean =>
    response.write(`event: change\nid: ${Date.now()}\ndata: ${JSON.stringify(change)}\n\n`);
  world.listeners.add(tell);
  request.once('close', () => world.listeners.delete(tell));
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://127.0.0.1:${PORT}`);
  if (beside(url, response)) return;
  if (url.pathname === '/v1/stream') return stream(request, response);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bare = request.method === 'GET' || request.method === 'HEAD';
  const asked = new Request(url, {
    method: request.method,
    headers: request.headers as Record<string, string>,
    body: bare ? undefined : Buffer.concat(chunks).toString() || undefined,
  });
  const who = /tillflow_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  world.signedIn = world.people.find(({ id }) => id === who);
  const reply = await serve(world, asked);
  const cookie = {
    'Set-Cookie': `tillflow_session=${world.signedIn?.id ?? ''}; Path=/; HttpOnly; SameSite=Strict`,
  };
  const session = url.pathname === '/v1/session' && request.method !== 'GET';
  response
    .writeHead(reply.status, { ...Object.fromEntries(reply.headers), ...(session && cookie) })
    .end(await reply.text());
}

createServer((request, response) => void handle(request, response)).listen(PORT, '127.0.0.1', () =>
  process.stdout.write(`the fake listens at http://127.0.0.1:${PORT}/console/\n`),
);
