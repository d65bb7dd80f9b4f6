import { Pool } from 'undici';
import { type Unknown, type UnknownReason, unknown } from '../../domain/outcomes';

export interface JsonHttpConfig {
  /** Base address; its path is put before every path called. */
  url: string;
  /** Sent as `Authorization: Bearer …`; never logged, never in an error. */
  secret: string;
  /** How long to wait for a connection, and then for the answer, in milliseconds; a call ends after twice that. */
  timeoutMs: number;
}

/** An answer of the other side's own: a 2xx, or a 4xx, which means "not done" unless it is a 409. */
export interface Answer {
  kind: 'answer';
  status: number;
  /** Parsed JSON; undefined where a 4xx carried none. */
  body: unknown;
}

export interface Exchange {
  method: 'GET' | 'POST';
  /** Below the base address, with its query. */
  path: string;
  /** Sent as `Idempotency-Key`. */
  reference?: string;
  body?: unknown;
  signal?: AbortSignal;
}

/** More waiting calls than this are a fault of their own; they queue inside the pool. */
const MAX_CONNECTIONS = 128;
const MAX_ANSWER_BYTES = 1024 * 1024;

/** A 4xx that does not say whether the request was carried out, or that may end differently in a moment. */
const INDEFINITE = new Set([408, 425, 429]);

/**
 * JSON over HTTP/1.1 with kept-alive connections, as both the acquirer's and the biller's protocol use it.
 * Sends each request exactly once: nothing here retries, because only the caller knows what may be repeated.
 */
export class JsonHttp {
  private readonly pool: Pool;
  private readonly basePath: string;
  private readonly readHeaders: string[];
  private readonly writeHeaders: string[];
  private readonly timeoutMs: number;

  constructor(config: JsonHttpConfig) {
    const base = new URL(config.url);
    this.timeoutMs = config.timeoutMs;
    this.basePath = base.pathname.replace(/\/+$/, '');
    this.readHeaders = ['authorization', `Bearer ${config.secret}`, 'accept', 'application/json'];
    this.writeHeaders = [...this.readHeaders, 'content-type', 'application/json'];
    this.pool = new Pool(base.origin, {
      connections: MAX_CONNECTIONS,
      connect: { timeout: config.timeoutMs },
      headersTimeout: config.timeoutMs,
      bodyTimeout: config.timeoutMs,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  /** Never throws for what the network or the other side does. */
  async exchange({ signal, ...request }: Exchange): Promise<Answer | Unknown> {
    return within(2 * this.timeoutMs, signal, (ends) => this.send(request, ends));
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async send(request: Exchange, signal: AbortSignal): Promise<Answer | Unknown> {
    const { method, path, reference, body } = request;
    const headers = method === 'GET' ? this.readHeaders : this.writeHeaders;
    try {
      const response = await this.pool.request({
        method,
        path: this.basePath + path,
        headers: reference === undefined ? headers : [...headers, 'idempotency-key', reference],
        body: body === undefined ? null : JSON.stringify(body),
        signal,
      });
      return readAnswer(response.statusCode, await response.body.text());
    } catch (error) {
      return unknown(reasonOf(error, signal));
    }
  }
}

/**
 * Ends a call in time, wherever it is: the pool tells a request that waits for a connection only at its turn that it was
 * given up (it is not sent then), and counts no time before.
 */
function within<T>(
  ms: number,
  signal: AbortSignal | undefined,
  run: (ends: AbortSignal) => Promise<T>,
): Promise<T | Unknown> {
  if (signal?.aborted) return Promise.resolve(unknown('timeout'));
  const ends = new AbortController();
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      ends.abort();
      resolve(unknown('timeout'));
    };
    const timer = setTimeout(giveUp, ms);
    signal?.addEventListener('abort', giveUp, { once: true });
    const over = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    };
    run(ends.signal).then(resolve, reject).finally(over);
  });
}

/** The `code` of an error answer `{error: {code}}`, or undefined where it is not one. */
export function errorCode(body: unknown): string | undefined {
  const error = isRecord(body) ? body['error'] : undefined;
  const code = isRecord(error) ? error['code'] : undefined;
  return typeof code === 'string' ? code : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an answer says by its status alone, and its JSON: the same however it came here. */
export function readAnswer(status: number, text: string): Answer | Unknown {
  if (status >= 500 || INDEFINITE.has(status)) return unknown('server_error');
  const body = parse(text);
  if (status >= 400) return { kind: 'answer', status, body };
  // Neither a redirect nor a success that can't be read says what happened.
  if (status < 200 || status >= 300 || body === undefined) return unknown('unreadable_answer');
  return { kind: 'answer', status, body };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const UNREADABLE = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

function reasonOf(error: unknown, signal: AbortSignal): UnknownReason {
  if (signal.aborted) return 'timeout';
  const code = isRecord(error) ? error['code'] : undefined;
  if (typeof code !== 'string' || code === 'UND_ERR_INVALID_ARG') throw error;
  if (TIMEOUTS.has(code)) return 'timeout';
  if (UNREADABLE.has(code) || code.startsWith('HPE_')) return 'unreadable_answer';
  return 'connection_lost';
}
