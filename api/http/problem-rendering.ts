import type { Logger } from 'pino';
import { CommandRefused, EngineUnavailable } from '../../client/interfaces';
import { InvalidCursor } from '../../store/interfaces/reading';
import { StoreUnavailable } from '../../store/interfaces/failures';
import { withoutCardNumbers } from '../../domain/card-numbers';
import { Problem, PROBLEMS } from './problems';
import type { ProblemCode } from './problems';
import type { Answer } from './route';

const PASSES_BY_ITSELF = { headers: { 'Retry-After': '1' } };

/** body-parser's own names for what can be wrong with a body. */
const BODY_PROBLEMS: Record<string, ProblemCode> = {
  'entity.parse.failed': 'malformed_json',
  'entity.too.large': 'body_too_large',
  'parameters.too.many': 'body_too_large',
  'encoding.unsupported': 'content_type_not_supported',
  'charset.unsupported': 'content_type_not_supported',
};

const REFUSALS: Record<CommandRefused['reason'], ProblemCode> = {
  not_cancellable: 'payment_not_cancellable',
  not_in_attention: 'payment_not_in_attention',
  not_running: 'payment_not_running',
  own_request: 'refund_own_request',
  not_yours: 'refund_not_yours',
  not_pending: 'refund_not_pending',
};

/** The one place that says what becomes of an error. What it does not know is our own fault, and is logged. */
export function problemOf(error: unknown, log: Logger, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidCursor) return new Problem('invalid_cursor');
  if (error instanceof CommandRefused) return new Problem(REFUSALS[error.reason]);
  if (error instanceof StoreUnavailable) return new Problem('store_unavailable', PASSES_BY_ITSELF);
  if (error instanceof EngineUnavailable) {
    // Where it is not set up for us, it does not pass by itself: operations must see why.
    log.warn({ requestId, reason: error.message }, 'the workflow engine did not serve a request');
    return new Problem('engine_unavailable', PASSES_BY_ITSELF);
  }
  const fromLibrary = error as { type?: unknown; status?: unknown } | null;
  const bodyProblem = BODY_PROBLEMS[String(fromLibrary?.type)];
  if (bodyProblem) return new Problem(bodyProblem);
  // Express and body-parser mark what the caller did wrong by a status: bad percent-encoding, a body cut short.
  if (typeof fromLibrary?.status === 'number' && fromLibrary.status >= 400 && fromLibrary.status < 500) {
    return new Problem('malformed_request');
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error({ requestId, error: withoutCardNumbers(stack) }, 'request failed');
  return new Problem('internal_error');
}

/** The problem as it goes out: RFC 9457 with `code`, `errors` and `requestId`. */
export function problemAnswer(problem: Problem, publicUrl: string, requestId: string): Answer {
  const { status, title } = PROBLEMS[problem.code];
  const { detail, errors, members, headers } = problem.extras;
  const type = `${publicUrl}/docs/problems#${problem.code}`;
  const json = { type, title, status, code: problem.code, detail, errors, ...members, requestId };
  return { status, json, problem: true, headers };
}
