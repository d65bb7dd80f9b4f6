/** A field that the API refused: `path` is dotted, empty for the whole body. */
export interface FieldProblem {
  path: string;
  code: string;
  message: string;
}

/** An answer that is not what was asked for, as RFC 9457 says it. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly extras: {
      detail?: string;
      errors?: FieldProblem[];
      declineCode?: string;
      requestId?: string;
      /** Seconds, from the header. */
      retryAfter?: number;
    } = {},
  ) {
    super(title);
  }
}

/** No answer at all: the network is gone, or nobody listens. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

interface ProblemBody {
  code?: string;
  title?: string;
  detail?: string;
  errors?: FieldProblem[];
  declineCode?: string;
  requestId?: string;
}

/** What went wrong, from whatever came back: a proxy on the way may have answered in words of its own. */
export function problemFrom(response: Response, body: unknown): ApiProblem {
  const { code, title, ...extras } = (typeof body === 'object' && body !== null ? body : {}) as ProblemBody;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiProblem(response.status, code ?? 'no_problem', title ?? `HTTP ${response.status}`, {
    ...extras,
    retryAfter: Number.isFinite(seconds) ? seconds : undefined,
  });
}

/** Whether sending the same again, with the same key, is right: nobody knows what became of it. */
export function isUndecided(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return (
    error instanceof ApiProblem &&
    (error.status >= 500 || error.code === 'request_in_progress') &&
    error.code !== 'line_down'
  );
}

/** The line to the acquirer is down, and what was sent is not batched. */
export const isLineDown = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === 'line_down';

export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;
