import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Destinations } from './destinations';
import type { Arrived } from './fake-sender';
import { fitToKeep, retryAfterIn } from './http-sender';
import { senderContract } from './sender.contract';
import { createSender } from './senders';

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** A receiver on this machine. */
async function startReceiver() {
  const arrived: Arrived[] = [];
  const next: Respond[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      arrived.push({ url: request.url!, headers, body: Buffer.concat(chunks).toString() });
      const respond = next.shift() ?? ((_request, response) => void response.writeHead(204).end());
      respond(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { arrived, next, port, close };
}

const senderTo = (allowedHosts: string, timeoutMs?: number, resolver?: never) =>
  createSender({
    kind: 'http',
    destinations: new Destinations({ allowHttp: true, allowedHosts }, resolver),
    timeoutMs,
  });

senderContract('http', async () => {
  const receiver = await startReceiver();
  const sender = senderTo('127.0.0.1');
  return {
    sender,
    url: `http://127.0.0.1:${receiver.port}/hooks?shop=1`,
    answer: (status, headers) =>
      receiver.next.push((_request, response) => response.writeHead(status, headers).end()),
    arrived: () => receiver.arrived,
    goAway: () => receiver.close(),
    close: async () => {
      await sender.close();
      await receiver.close();
    },
  };
});

describe('over http', () => {
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeAll(async () => void (receiver = await startReceiver()));
  afterAll(() => receiver.close());

  const secrets = [`whsec_${Buffer.alloc(32, 1).toString('base64')}`];
  const messageTo = (host: string) => ({
    url: `http://${host}:${receiver.port}/`,
    id: 'evt_1',
    body: '{}',
    secrets,
  });

  async function send(respond: Respond, timeoutMs?: number) {
    const sender = senderTo('127.0.0.1', timeoutMs);
    receiver.next.push(respond);
    const result = await sender.send(messageTo('127.0.0.1'));
    await sender.close();
    return result;
  }

  it('reads the beginning of an answer, however long it is', async () => {
    let sent = 0;
    const result = await send((_request, response) => {
      const chunk = 'x'.repeat(1000);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += 1;
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    });
    expect(result).toEqual({ kind: 'answered', status: 200, text: `${'x'.repeat(500)}…` });
    expect(sent).toBeGreaterThan(3);
  });

  it('knows the status of an answer that breaks off or never ends', async () => {
    const broken = await send((_request, response) => {
      response.writeHead(500, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });
    expect(broken).toMatchObject({ kind: 'answered', status: 500 });
    const endless = await send((_request, response) => {
      response.writeHead(503, { 'retry-after': '7' });
      response.write('wait');
    }, 3000);
    expect(endless).toEqual({ kind: 'answered', status: 503, text: 'wait', retryAfterMs: 7000 });
  });

  it('gives up on a receiver that says nothing', async () => {
    expect(await send(() => undefined, 200)).toEqual({ kind: 'unanswered', reason: 'timeout' });
  });

  it('tells what is not http', async () => {
    const result = await send((request) => void request.socket.end('220 smtp.example ESMTP\r\n'));
    expect(result).toEqual({ kind: 'unanswered', reason: 'not_http' });
  });

  it('connects to no address that is not allowed, even where the name was good before', async () => {
    let leadsTo = '93.184.216.34';
    const resolver = ((_host: string, _options: object, answer: (error: null, found: object[]) => void) =>
      answer(null, [{ address: leadsTo, family: 4 }])) as never;
    const destinations = new Destinations({ allowHttp: true, allowedHosts: '' }, resolver);
    const sender = createSender({ kind: 'http', destinations });
    const message = messageTo('shop.example');
    expect(await destinations.refusal(message.url)).toBeUndefined();
    leadsTo = '127.0.0.1';
    const before = receiver.arrived.length;
    expect(await sender.send(message)).toEqual({ kind: 'unanswered', reason: 'address_not_allowed' });
    expect(await sender.send(messageTo('127.0.0.1'))).toEqual({
      kind: 'unanswered',
      reason: 'address_not_allowed',
    });
    expect(receiver.arrived).toHaveLength(before);
    await sender.close();
  });

  it('connects to what a block of addresses allows, by its name', async () => {
    const resolver = ((_host: string, _options: object, answer: (error: null, found: object[]) => void) =>
      answer(null, [{ address: '127.0.0.1', family: 4 }])) as never;
    const sender = senderTo('127.0.0.0/8', undefined, resolver);
    expect(await sender.send(messageTo('inside.example'))).toMatchObject({ kind: 'answered', status: 204 });
    await sender.close();
  });

  it('says what a name that leads nowhere is', async () => {
    const resolver = ((_host: string, _options: object, answer: (error: Error) => void) =>
      answer(Object.assign(new Error(), { code: 'ENOTFOUND' }))) as never;
    const sender = senderTo('', undefined, resolver);
    expect(await sender.send(messageTo('nowhere.example'))).toEqual({
      kind: 'unanswered',
      reason: 'name_not_found',
    });
    await sender.close();
  });
});

test.each([
  ['120', 120_000],
  ['0', 0],
  ['Sat, 31 Jan 2026 10:01:00 GMT', 60_000],
  ['Sat, 31 Jan 2026 09:00:00 GMT', 0],
  ['-5', undefined],
  ['1e9', undefined],
  ['soon', undefined],
  ['99999999999999', undefined],
])('a Retry-After of "%s" is %p ms', (header, expected) => {
  expect(retryAfterIn(header, Date.parse('2026-01-31T10:00:00Z'))).toBe(expected);
});

test('what a receiver says is kept without what must not be', () => {
  expect(fitToKeep('a\u0000b\r\nc\u2028d\u202ee')).toBe('a b c d e');
  expect(fitToKeep('card 4242 4242 4242 4242 or 42424242\u201342424242, order 1234567')).toBe(
    'card [digits] or [digits], order 1234567',
  );
  expect(fitToKeep(Buffer.from([0xff, 0x41]).toString())).toBe('\ufffdA');
});
