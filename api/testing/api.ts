import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { parsePayloadKeys } from '../../client/codec';
import type { GrantedPermission, Level } from '../../domain/levels';
import type { Scope } from '../../domain/scopes';
import { SCOPES } from '../../domain/scopes';
import { createApp } from '../app';
import type { ApiDeps } from '../deps';
import { Passwords } from '../people/passwords';
import { peopleParts } from '../people/parts';
import { LiveFeed } from '../live/live-feed';
import { startServer } from '../server';
import { assertConforms } from './conformity';
import { FakeClient } from './fake-client';
import { FakeStore } from './fake-store';
import { personOf } from './people';
import type { Person } from './people';
import type { Reply } from './reply';

export interface Sent {
  key?: string | null;
  body?: unknown;
  /** Sent as it is. */
  raw?: string | Buffer;
  headers?: Record<string, string>;
  idempotencyKey?: string | null;
  /** Sent with a session cookie and its CSRF token instead of a key. */
  as?: Pick<Person, 'headers'>;
}

/** A listening API over fakes, and a client that speaks to it over HTTP. */
export interface TestApi {
  url: string;
  store: FakeStore;
  client: FakeClient;
  live: LiveFeed;
  /** Everything logged, one JSON object a line. */
  logged(): string;
  /** A new key with these scopes; its channel is named by the key. */
  keyWith(scopes: readonly Scope[], channel?: string): string;
  /** A new user of this level, signed in. */
  person(level: Level, permissions?: GrantedPermission[]): Promise<Person>;
  send(method: string, path: string, sent?: Sent): Promise<Reply>;
  close(): Promise<void>;
}

export const VAULT_TICKET_SECRET = 'a ticket secret of 32 characters or more';
export const ALL = 'key-with-every-scope';

let keys = 0;

export async function startApi(changes: Partial<ApiDeps> = {}): Promise<TestApi> {
  const store = new FakeStore(changes.now);
  const client = new FakeClient(store);
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const deps = { ...standardDeps(store, client, log, changes.now), ...changes };
  const app = createApp(deps);
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });
  const grant = (key: string, channel: string, scopes: readonly Scope[]): void =>
    store.grant(createHash('sha256').update(key).digest('hex'), channel, [...scopes]);
  grant(ALL, 'demo', SCOPES);
  return {
    url: server.url,
    store,
    client,
    live: deps.live,
    logged: () => lines.join(''),
    keyWith(scopes, channel) {
      const key = `test-key-${++keys}`;
      grant(key, channel ?? `channel-${keys}`, scopes);
      return key;
    },
    person: (level, permissions) => personOf(store.people, level, permissions),
    send: (method, path, sent) => send(server.url, method, path, sent),
    close: () => {
      deps.live.close();
      return server.close(0);
    },
  };
}

const TIMES = { idleMs: 30 * 60_000, lifetimeMs: 12 * 3_600_000 };
const KEYS = parsePayloadKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`);
/** As little work as the algorithm allows. */
const QUICK = { memoryCost: 8, timeCost: 1, parallelism: 1 };

function standardDeps(
  store: FakeStore,
  client: FakeClient,
  log: ApiDeps['log'],
  now = () => new Date(),
): ApiDeps {
  const kept = store.asStore();
  return {
    ...peopleParts(kept, KEYS, TIMES, now, new Passwords(QUICK)),
    lookUpAccount: async () => ({ kind: 'unanswered' }),
    refuseWebhookUrl: async (url) => (url.includes('inside') ? 'It is not a public one.' : undefined),
    store: kept,
    client,
    refunds: store.refunds.asClient(),
    vault: { url: 'https://vault.example', acquirer: 'sandbox', ticketSecret: VAULT_TICKET_SECRET },
    lines: () => store.lines,
    acquirer: 'sandbox',
    acquirers: ['sandbox', 'stripe'],
    live: new LiveFeed({ audit: kept.audit, log, now, everyMs: 5 }),
    operating: () => store.settings.current,
    refreshOperating: async () => {},
    biller: 'sandbox',
    publicUrl: 'https://pay.example',
    links: {},
    answerWaitMs: 1_000,
    returnWaitMs: 200,
    limits: { perSecond: 100_000, failedSignInsPerMinute: 100_000 },
    trustedProxies: 0,
    readAcquirerCallback: (acquirer, headers, rawBody) =>
      acquirer === 'sandbox' && headers['acquirer-signature'] === 'good'
        ? (JSON.parse(rawBody.toString()) as { reference: string })
        : undefined,
    readDeliveryCallback: ({ url, headers, form }) =>
      headers['x-twilio-signature'] === url
        ? { messageId: form.MessageSid!, state: form.MessageStatus as 'delivered' }
        : undefined,
    log,
    now,
  };
}

async function send(url: string, method: string, path: string, sent: Sent = {}): Promise<Reply> {
  const headers: Record<string, string> = {};
  if (sent.as) Object.assign(headers, sent.as.headers);
  else if (sent.key !== null) headers.authorization = `Bearer ${sent.key ?? ALL}`;
  if (sent.body !== undefined) headers['content-type'] = 'application/json';
  if (method === 'POST' && sent.idempotencyKey !== null) {
    headers['idempotency-key'] = sent.idempotencyKey ?? `auto-${++keys}`;
  }
  const body = sent.raw ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
  const response = await fetch(url + path, {
    method,
    headers: { ...headers, ...sent.headers },
    body: body as string | undefined,
    redirect: 'manual',
  });
  const text = await textOf(response);
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '') && text !== '';
  const json = (isJson ? JSON.parse(text) : {}) as Reply['json'];
  const reply = { status: response.status, headers: response.headers, text, json };
  assertConforms(method, path, reply);
  return reply;
}

/** Of a stream that does not end by itself, nothing. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  await response.body?.cancel();
  return '';
}

/** A request that goes well: a hosted page for ten euros fifty. */
export const HOSTED = {
  amount: { value: 1050, currency: 'EUR' },
  account: { by: 'msisdn', value: '+35799000001' },
  source: { type: 'hosted_page' },
};

/** Registers a card and gives a request that charges it. */
export async function cardPayment(
  api: TestApi,
  customerId = 'cus-1',
): Promise<typeof HOSTED & Record<string, unknown>> {
  const { json } = await api.send('POST', `/v1/customers/${customerId}/cards`, {
    body: { token: 'tok_good' },
  });
  return { ...HOSTED, source: { type: 'card', cardId: json.id } as never, customerId };
}
