import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { withoutLongNumbers } from '../../domain/card-numbers';
import type { Destinations } from './destinations';
import type { NoAnswer, WebhookMessage, WebhookResult, WebhookSender } from './sender';
import { signedHeaders } from './signature';

export interface HttpSenderConfig {
  destinations: Destinations;
  /** For all of an exchange, in milliseconds; 15 000 when absent. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
/** One receiver that is slow holds up no more than this many others of its own. */
const CONNECTIONS_A_HOST = 16;
const HEADERS = { 'content-type': 'application/json', 'user-agent': 'Tillflow-Webhooks/1' };
/** What an exchange that is over may take to say so. */
const SLACK_MS = 500;
const MOST_READ = 4096;
/** Of what was read, for the log: in characters. */
const MOST_KEPT = 500;

export class HttpSender implements WebhookSender {
  private readonly guarded: Agent;
  private readonly exempt: Agent;
  private readonly timeoutMs: number;

  constructor(private readonly config: HttpSenderConfig) {
    this.timeoutMs = config.timeoutMs ?? TIMEOUT_MS;
    this.guarded = this.agent({ lookup: config.destinations.lookup });
    this.exempt = this.agent({});
  }

  async send(message: WebhookMessage): Promise<WebhookResult> {
    const url = new URL(message.url);
    // A socket looks no address up that is written in numbers.
    if (this.config.destinations.refusalOf(url)) return { kind: 'unanswered', reason: 'address_not_allowed' };
    let timer: NodeJS.Timeout | undefined;
    // The pool tells a request that waits for a connection only at its turn that it was given up.
    const givenUp = new Promise<WebhookResult>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'unanswered', reason: 'timeout' }), this.timeoutMs + SLACK_MS);
    });
    return Promise.race([this.exchange(url, message), givenUp]).finally(() => clearTimeout(timer));
  }

  async close(): Promise<void> {
    await Promise.all([this.guarded.destroy(), this.exempt.destroy()]);
  }

  private async exchange(url: URL, message: WebhookMessage): Promise<WebhookResult> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    const dispatcher = this.config.destinations.isExempt(url) ? this.exempt : this.guarded;
    const headers = { ...HEADERS, ...signedHeaders(message, Date.now()) };
    const path = url.pathname + url.search;
    const request = {
      origin: url.origin,
      path,
      method: 'POST',
      headers,
      body: message.body,
      signal,
    } as const;
    try {
      return await answerOf(await dispatcher.request(request));
    } catch (error) {
      return { kind: 'unanswered', reason: signal.aborted ? 'timeout' : reasonOf(error) };
    }
  }

  private agent(connect: Agent.Options['connect'] & object): Agent {
    return new Agent({
      connections: CONNECTIONS_A_HOST,
      connect: { timeout: this.timeoutMs, ...connect },
      headersTimeout: this.timeoutMs,
      bodyTimeout: this.timeoutMs,
    });
  }
}

async function answerOf({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<WebhookResult> {
  const retryAfterMs = retryAfterIn(headers['retry-after'], Date.now());
  const text = await beginningOf(body);
  return { kind: 'answered', status: statusCode, text, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** The status is what counts: a body that breaks off, or never ends, takes nothing from it. */
async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= MOST_READ) break;
    }
  } catch {
    // What came before it broke off will do.
  }
  return fitToKeep(Buffer.concat(chunks).subarray(0, MOST_READ).toString());
}

/** Nothing that forges lines or that the database refuses, and no long runs of digits: a receiver may say anything. */
export function fitToKeep(text: string): string {
  const readable = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]+/gu, ' ');
  const kept = withoutLongNumbers(readable).trim();
  const characters = [...kept];
  return characters.length > MOST_KEPT ? `${characters.slice(0, MOST_KEPT).join('')}…` : kept;
}

/** In seconds, or as a date (RFC 9110, 10.2.3). */
export function retryAfterIn(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

const REASONS: Record<string, NoAnswer> = {
  ERR_ADDRESS_NOT_ALLOWED: 'address_not_allowed',
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'not_http',
};

const ABOUT_CERTIFICATES =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$|HOSTNAME_MISMATCH)/;

function reasonOf(error: unknown): NoAnswer {
  // Where a name has several addresses, each failed in its own way.
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const { code: given, name } = first as { code?: unknown; name?: unknown };
  if (name === 'HTTPParserError') return 'not_http';
  const code = String(given);
  return REASONS[code] ?? (ABOUT_CERTIFICATES.test(code) ? 'tls' : 'connection');
}
