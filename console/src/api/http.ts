import createClient from 'openapi-fetch';
import type { Middleware } from 'openapi-fetch';
import type { paths } from './generated/openapi';
import { isAway } from './presence';
import { Unreachable, problemFrom } from './problems';

/** Proves to the API that a change comes from this page; kept in memory only, and new with each session. */
let csrfToken: string | undefined;

export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

const middleware: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && csrfToken) request.headers.set('X-CSRF-Token', csrfToken);
    if (isAway()) request.headers.set('X-User-Idle', 'true');
    return request;
  },
  onError: () => new Unreachable(),
};

/** The API as docs/openapi.json describes it: paths, parameters and answers are typed by it. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that a test can put another in its place.
  fetch: (request) => globalThis.fetch(request),
});
api.use(middleware);

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Throws ApiProblem where the API refuses, and Unreachable where nobody answers. */
export async function answer<T>(sent: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await sent;
  if (!response.ok) throw problemFrom(response, error);
  return data as T;
}

/** One key for each intent, kept for repetitions (see use-command.ts). */
export const keyed = (key: string) => ({ header: { 'Idempotency-Key': key } });

/** `/v1/audit/export` with its query; what is undefined or empty is left out. */
export function addressOf(path: keyof paths, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
