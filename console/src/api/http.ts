import { Unreachable, problemFrom } from './problems';

/** Proves to the API that a change comes from this page; kept in memory only, and new with each session. */
let csrfToken: string | undefined;

export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

export type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

interface Sent {
  query?: Query;
  body?: unknown;
  /** The Idempotency-Key of a POST: one for each intent, kept for repetitions (see use-command.ts). */
  key?: string;
  signal?: AbortSignal;
}

/** `/v1/payments` with its query; what is undefined or empty is left out. */
export function addressOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') search.append(name, String(one));
    }
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Throws ApiProblem where the API refuses, and Unreachable where nobody answers. */
export async function call<T>(method: string, path: string, sent: Sent = {}): Promise<T> {
  const response = await fetch(new URL(addressOf(path, sent.query), location.origin), {
    method,
    credentials: 'same-origin',
    headers: headersOf(method, sent),
    body: sent.body === undefined ? undefined : JSON.stringify(sent.body),
    signal: sent.signal,
  }).catch((error: unknown) => {
    if (sent.signal?.aborted) throw error;
    throw new Unreachable();
  });
  const text = await response.text().catch(() => {
    throw new Unreachable();
  });
  const body: unknown =
    text && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
  if (!response.ok) throw problemFrom(response, body);
  return body as T;
}

function headersOf(method: string, { body, key }: Sent): Record<string, string> {
  return {
    Accept: 'application/json',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(method !== 'GET' && csrfToken && { 'X-CSRF-Token': csrfToken }),
    ...(method === 'POST' && key && { 'Idempotency-Key': key }),
  };
}
