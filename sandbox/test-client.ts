import { type IncomingHttpHeaders, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggedOperation } from './operation-log';
import type { Message } from './messages';
import { type Sandbox } from './sandbox';
import { DEFAULT_SECRETS } from './secrets';

/** An answer of the sandbox; what is in the body depends on the route, so tests look into it freely. */
export interface Reply {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export const EUR = (value: number) => ({ value, currency: 'EUR' });

/** What a caller of the sandbox says in tests. */
export class TestClient {
  constructor(readonly sandbox: Sandbox) {}

  acquirer(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.call(method, `/acquirer${path}`, body, DEFAULT_SECRETS.acquirer);
  }

  biller(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.call(method, `/biller${path}`, body, DEFAULT_SECRETS.biller);
  }

  control(method: string, path: string, body?: unknown): Promise<Reply> {
    return this.call(method, `/control${path}`, body);
  }

  async call(method: string, path: string, body?: unknown, secret?: string): Promise<Reply> {
    const headers: Record<string, string> = {};
    if (secret !== undefined) headers.Authorization = `Bearer ${secret}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const response = await fetch(this.sandbox.url + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('Content-Type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  async token(number = '4242424242424242'): Promise<string> {
    const card = { number, expiryMonth: 12, expiryYear: 2060, securityCode: '123' };
    const { body } = await this.call('POST', '/acquirer/v1/tokens', card, 'pk_sandbox');
    return body.token;
  }

  async authorise(reference: string, value = 1000, capture = false, number?: string): Promise<Reply> {
    const token = await this.token(number);
    return this.acquirer('POST', '/v1/authorisations', { reference, amount: EUR(value), token, capture });
  }

  capture(about: string, reference: string, value = 1000): Promise<Reply> {
    return this.acquirer('POST', `/v1/authorisations/${about}/captures`, { reference, amount: EUR(value) });
  }

  refund(about: string, reference: string, value = 1000): Promise<Reply> {
    return this.acquirer('POST', `/v1/authorisations/${about}/refunds`, { reference, amount: EUR(value) });
  }

  void(about: string, reference: string): Promise<Reply> {
    return this.acquirer('POST', `/v1/authorisations/${about}/voids`, { reference });
  }

  register(reference: string, value = 1000, msisdn = '+35799000001', currency = 'EUR'): Promise<Reply> {
    return this.biller('POST', '/v1/registrations', {
      reference,
      account: { by: 'msisdn', value: msisdn },
      amount: { value, currency },
      kind: 'credit_adjustment',
      paidAt: '2026-01-31T12:00:00Z',
      channel: 'self-care',
    });
  }

  reverse(about: string, reference: string, value = 1000): Promise<Reply> {
    return this.biller('POST', `/v1/registrations/${about}/reversals`, { reference, amount: EUR(value) });
  }

  openSession(reference: string, more: object = {}): Promise<Reply> {
    return this.acquirer('POST', '/v1/sessions', {
      reference,
      amount: EUR(1050),
      returnUrl: 'http://shop.example/back?order=1',
      callbackUrl: 'http://127.0.0.1:9/nobody-listens',
      expiresAt: new Date(Date.now() + 600_000).toISOString(),
      saveCard: false,
      ...more,
    });
  }

  async fault(fault: object): Promise<string> {
    const { status, body } = await this.control('POST', '/faults', fault);
    if (status !== 201) throw new Error(`fault not taken: ${JSON.stringify(body)}`);
    return body.id;
  }

  async operations(reference: string): Promise<LoggedOperation[]> {
    const { body } = await this.control('GET', `/operations?reference=${encodeURIComponent(reference)}`);
    return body.operations;
  }

  async messages(query = ''): Promise<Message[]> {
    return (await this.control('GET', `/messages?${query}`)).body.messages;
  }
}

/** Posts a form as a browser does, and stops at the redirect. */
export async function postForm(url: string, form: Record<string, string>) {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  return { status: response.status, location: response.headers.get('Location'), page: await response.text() };
}

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A merchant's endpoint for callbacks: answers with the given statuses in turn, then with 204. */
export async function startReceiver(...statuses: number[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Waits for something to become true; gives up well before a test's own time limit, so that nothing polls on. */
export async function until<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    await sleep(5);
  }
  throw new Error(`never became true: ${probe.toString()}`);
}
