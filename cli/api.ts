import type { Problem } from './answers';
import { clean } from './terminal';

/** The API refused or failed, and said why. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly problem: Problem,
    readonly retryAfter?: string,
  ) {
    super(problem.title);
  }
}

/** No answer came, or none that can be read. A request may have been taken all the same. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export interface Posted<T> {
  status: number;
  body: T;
  /** The same request was answered before, and this is that answer. */
  replayed: boolean;
}

export type Query = Record<string, string | string[] | undefined>;

interface Sent {
  method?: 'POST';
  headers?: Record<string, string>;
  body?: string;
}

/** Longer than the API itself waits for a funding answer. */
const PATIENCE_MS = 45_000;

/** The public REST API, as any channel uses it. Throws `ApiProblem`, `NoAnswer` or `Interrupted`. */
export class Api {
  constructor(
    readonly url: string,
    private readonly key: string | undefined,
    private readonly interrupted: AbortSignal,
  ) {}

  async get<T>(path: string, query: Query = {}): Promise<T> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const one of value === undefined ? [] : [value].flat()) search.append(name, one);
    }
    const text = search.size > 0 ? `?${search}` : '';
    const response = await this.send(`${path}${text}`, {});
    return (await this.read(response)) as T;
  }

  async post<T>(path: string, body: unknown, idempotencyKey: string): Promise<Posted<T>> {
    const response = await this.send(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey },
      body: JSON.stringify(body),
    });
    const replayed = response.headers.get('Idempotency-Replayed') === 'true';
    return { status: response.status, body: (await this.read(response)) as T, replayed };
  }

  private async send(path: string, init: Sent): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json', ...init.headers };
    if (this.key !== undefined) headers.Authorization = `Bearer ${this.key}`;
    const signal = AbortSignal.any([this.interrupted, AbortSignal.timeout(PATIENCE_MS)]);
    return this.answered(() => fetch(`${this.url}${path}`, { ...init, headers, signal, redirect: 'error' }));
  }

  private async read(response: Response): Promise<unknown> {
    const text = await this.answered(() => response.text());
    let body: unknown;
    try {
      body = JSON.parse(text, cleaned);
    } catch {
      throw new NoAnswer(`${this.url} answered ${response.status}, but not as Tillflow does`);
    }
    if (response.ok) return body;
    throw new ApiProblem(problemIn(body, response.status), response.headers.get('Retry-After') ?? undefined);
  }

  private async answered<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (this.interrupted.aborted) throw new Interrupted('interrupted', { cause: error });
      throw new NoAnswer(`${this.url} ${reasonOf(error)}`, { cause: error });
    }
  }
}

/** Whoever answers must not steer the terminal: no text of the API has control characters rightly. */
function cleaned(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? clean(value) : value;
}

function problemIn(body: unknown, status: number): Problem {
  const given = (typeof body === 'object' ? body : undefined) as Partial<Problem> | undefined;
  return { title: `The API answered ${status}`, code: 'unknown', ...given, status };
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  if (name === 'TimeoutError') return `did not answer within ${PATIENCE_MS / 1000} seconds`;
  if (cause?.code === 'ECONNREFUSED') return 'does not answer: nothing listens there';
  if (cause?.code === 'ENOTFOUND') return 'does not answer: there is no such host';
  return `broke off the connection${cause?.code ? ` (${cause.code})` : ''}`;
}
