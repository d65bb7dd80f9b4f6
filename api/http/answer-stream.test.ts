import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { sendStream } from './answer-stream';

const LOG = { warn: () => undefined } as never;

let server: Server;
let client: Socket;
afterEach(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Serves a stream to a client that has asked for it, and resolves once it is over. */
async function serving(
  stream: AsyncGenerator<string>,
  notTakenForMs: number,
): Promise<{ over: Promise<void> }> {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  server = createServer((request, response) => {
    Object.assign(response, { locals: {} });
    void sendStream(request as never, response as never, stream, LOG, notTakenForMs).then(end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  return { over };
}

it('breaks off a stream that nobody reads', async () => {
  let left = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (;;) yield 'x'.repeat(100_000);
    } finally {
      left = true;
    }
  }
  const { over } = await serving(endless(), 50);
  await over;
  expect(left).toBe(true);
});

it('breaks off one that ended before it was read', async () => {
  async function* long(): AsyncGenerator<string> {
    yield 'x'.repeat(50_000_000);
  }
  const { over } = await serving(long(), 50);
  await over;
});

it('leaves alone one that has nothing to tell', async () => {
  async function* quiet(): AsyncGenerator<string> {
    yield 'first';
    await new Promise((resolve) => setTimeout(resolve, 200));
    yield 'second';
  }
  const { over } = await serving(quiet(), 20);
  let text = '';
  for await (const bytes of client) text += String(bytes);
  await over;
  expect(text).toMatch(/first[^]*second/);
});
