import type { Request, RequestHandler, Response } from 'express';
import { admit } from './admission';
import type { Guards } from './admission';
import { sendStream } from './answer-stream';
import { bodyReaderFor } from './body';
import type { ApiDeps } from '../deps';
import { answerOnce, idempotencyKeyOf, requestHash } from './idempotency';
import { problemAnswer, problemOf } from './problem-rendering';
import type { Answer, Call, Route } from './route';
import { parseWith } from './validation';

/** What a request is known by while it is worked on; the log line at its end says it. */
export interface Locals {
  requestId: string;
  route?: string;
  caller?: string;
}

/**
 * A request's way through a route: who is it, may it, how often, what does it say, did it say so before, and only
 * then the handler. All that can be prepared is prepared once, here.
 */
export function serve(route: Route, deps: ApiDeps, guards: Guards): RequestHandler {
  const readBody = bodyReaderFor(route);
  const { params, query, body } = route.request;
  const takesKey = route.method === 'post' && route.permission !== 'public';

  return async (request, response) => {
    const locals = response.locals as Locals;
    locals.route = route.path;
    const caller = await admit(route, deps, guards, request, response);
    const call: Call = {
      deps,
      request,
      requestId: locals.requestId,
      failures: guards.signIn.failures,
      caller,
      stillAdmitted: () => guards.signIn.again(request, caller, route.permission),
      params: params && parseWith(params, request.params),
      query: query && parseWith(query, request.query),
      body: await readBody?.(request, response),
    };
    if (body) call.body = parseWith(body, call.body);
    const handle = () => (takesKey ? once(route, call, request) : route.handle(call));
    const heavy = typeof route.heavy === 'function' ? route.heavy(call.query) : route.heavy;
    const answer = await (heavy ? guards.heavyReads.take(handle) : handle());
    send(response, answer);
    if (answer.content && 'stream' in answer.content) {
      await sendStream(request, response, answer.content.stream, deps.log);
    }
  };
}

function once(route: Route, call: Call, request: Request): Promise<Answer> {
  const key = idempotencyKeyOf(request);
  const { deps, requestId } = call;
  const hash = requestHash(route.method, route.path, call.params, call.body);
  const kept = route.secretRequest ? deps.secrets.fingerprint(hash, 'request') : hash;
  const withKey = { ...call, idempotency: { key, hash: kept } };
  if (route.ownIdempotency) return route.handle(withKey);
  return answerOnce(
    deps.store.idempotency,
    withKey,
    route.secretAnswer ?? false,
    (attempt) => route.handle({ ...withKey, idempotency: { key, hash: kept, attempt } }),
    (error) => problemAnswer(problemOf(error, deps.log, requestId), deps.publicUrl, requestId),
  );
}

/** Writes an answer, of a stream only what comes before it; Express's own `json` and `send` would look for an ETag and parse what we know. */
export function send(response: Response, answer: Answer): void {
  if (response.headersSent) return;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.content) {
    response.setHeader('Content-Type', answer.content.type);
    if ('body' in answer.content) response.end(answer.content.body);
  } else if (answer.json !== undefined) {
    const type = answer.problem ? 'application/problem+json' : 'application/json';
    response.setHeader('Content-Type', `${type}; charset=utf-8`);
    response.end(JSON.stringify(answer.json));
  } else {
    response.end();
  }
}
