import { timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { Call, Faults, Target } from './faults';

/** An error answer of the protocols: `{error: {code, message, field?}}` with an HTTP status. */
export class ProtocolError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

/** One call, checked and ready: who it is about, and what committing it does. */
export interface Step {
  references?: string[];
  values?: string[];
  /** Present where the call commits something; `reject` then carries a scripted decline or refusal. */
  commits?: boolean;
  run(reject?: { code?: string }): Answer;
}

export interface Answer {
  status: number;
  body: unknown;
}

/** Checks a request; throws a ProtocolError where it can't be committed at all. */
export type Prepare = (request: Request) => Step;

/**
 * Turns a prepared step into a route: the faults are asked once, then obeyed before and after the commit.
 * The commit happens even when the caller has hung up meanwhile, as at a real server.
 */
export function endpoint(
  faults: Faults,
  target: Target,
  operation: string,
  prepare: Prepare,
): RequestHandler {
  return async (request, response) => {
    const step = prepare(request);
    const call: Call = { target, operation, ...step };
    const answer = await withFaults(faults, call, request, (reject) => step.run(reject));
    if (answer !== undefined) response.status(answer.status).json(answer.body);
  };
}

/** Runs a commit under the faults of its call. Undefined means that the connection is gone and nothing may be answered. */
export async function withFaults<T>(
  faults: Faults,
  call: Call,
  request: Request,
  commit: (reject?: { code?: string }) => T,
): Promise<T | undefined> {
  const plan = faults.plan(call);
  if (plan.delayMs > 0) await sleep(plan.delayMs);
  if (plan.end?.kind === 'drop') return drop(request);
  if (plan.end?.kind === 'error') {
    const { status = 503, code = 'scripted_error' } = plan.end;
    throw new ProtocolError(status, code, 'This error was scripted through the control API.');
  }
  const result = commit(plan.reject);
  return plan.dropAfter ? drop(request) : result;
}

/** Refuses every connection of the target while it is out. Goes before anything else of its routes. */
export function outageDoor(faults: Faults, target: Target): RequestHandler {
  return (request, _response, next) => {
    if (faults.refuses(target)) request.socket.destroy();
    else next();
  };
}

/** Asks for `Authorization: Bearer <secret>`. */
export function bearer(secret: string): RequestHandler {
  const expected = Buffer.from(`Bearer ${secret}`);
  return (request, _response, next) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) next();
    else throw new ProtocolError(401, 'unauthorised', 'The Authorization header carries no valid secret.');
  };
}

/** The value as the schema wants it, or a 400 that names the first bad field. Never repeats what was sent. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || undefined;
  throw new ProtocolError(400, 'malformed_request', issue?.message ?? 'Malformed request.', field);
}

/** An idempotency key may be left out, but it must not contradict the body: the reference is the key. */
export function checkIdempotencyKey(request: Request, reference: string): void {
  const key = request.get('Idempotency-Key');
  if (key !== undefined && key !== reference) {
    throw new ProtocolError(400, 'malformed_request', 'Idempotency-Key must equal reference.', 'reference');
  }
}

export function notFound(what: string): ProtocolError {
  return new ProtocolError(404, `${what}_not_found`, `This ${what} was never seen here.`);
}

export const noSuchRoute: RequestHandler = () => {
  throw new ProtocolError(404, 'not_found', 'There is nothing at this address.');
};

export const renderError: ErrorRequestHandler = (error, _request, response: Response, next) => {
  if (response.headersSent) return next(error);
  const known = error instanceof ProtocolError ? error : fromBodyParser(error);
  const { status, code, message, field } = known;
  response.status(status).json({ error: { code, message, ...(field === undefined ? {} : { field }) } });
};

/** Body parsers throw errors with a status; their messages can repeat the body, so they are not passed on. */
function fromBodyParser(error: unknown): ProtocolError {
  const status = (error as { status?: unknown }).status;
  if (status === 413) return new ProtocolError(413, 'too_large', 'The request body is too large.');
  if (typeof status === 'number' && status < 500) {
    return new ProtocolError(400, 'malformed_request', 'The request could not be read.');
  }
  process.stderr.write(`sandbox: internal error: ${error instanceof Error ? error.stack : 'unknown'}\n`);
  return new ProtocolError(500, 'internal_error', 'The sandbox itself failed.');
}

function drop(request: Request): undefined {
  request.socket.destroy();
  return undefined;
}

/** A path parameter; Express 5 types repeated ones as arrays, which these routes don't have. */
export function pathParameter(request: Request, name: string): string {
  return String(request.params[name]);
}
