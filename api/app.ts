import { randomUUID } from 'node:crypto';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import helmet from 'helmet';
import type { ApiDeps } from './deps';
import { problemAnswer, problemOf } from './http/problem-rendering';
import { Problem } from './http/problems';
import { failedSignIns, requestLimiter } from './http/rate-limits';
import type { Route } from './http/route';
import { ROUTES } from './routes/routes';
import { send, serve } from './http/serve';
import type { Locals } from './http/serve';
import { SignIn } from './people/sign-in';
import { Turns } from './http/turns';

/** Of the store's connections, which are ten unless set; those that wait have none. */
const MOST_HEAVY_READS = { atOnce: 2, waiting: 16 };

/** The API over what it stands on. It holds no connection of its own: whoever made the parts closes them. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('strict routing').enable('case sensitive routing');
  app.set('trust proxy', deps.trustedProxies);
  app.use(observe(deps), secureHeaders());
  const { limits, sessions, store, now } = deps;
  const guards = {
    signIn: new SignIn(store.channels, sessions, failedSignIns(limits), failedSignIns(limits), now),
    limit: requestLimiter(limits),
    heavyReads: new Turns(MOST_HEAVY_READS),
  };
  const routes = ROUTES.filter((route) => route.enabled?.(deps) ?? true);
  for (const [path, routesOfPath] of byPath(routes)) {
    const here = app.route(path);
    for (const route of routesOfPath) here[route.method](serve(route, deps, guards));
    here.all(refuseMethod(routesOfPath));
  }
  app.use(() => {
    throw new Problem('route_not_found');
  });
  app.use(renderErrors(deps));
  return app;
}

function byPath(routes: Route[]): Map<string, Route[]> {
  const paths = new Map<string, Route[]>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route]);
  return paths;
}

function refuseMethod(routes: Route[]): RequestHandler {
  const methods = routes.map((route) => route.method.toUpperCase());
  const Allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
  return () => {
    throw new Problem('method_not_allowed', { headers: { Allow } });
  };
}

/** Gives each request an id and one log line: the route's pattern, never the path or query that was sent. */
function observe({ log }: ApiDeps): RequestHandler {
  return (request, response, next) => {
    const locals = response.locals as Locals;
    const began = performance.now();
    locals.requestId = `req_${randomUUID()}`;
    response.setHeader('X-Request-Id', locals.requestId);
    response.once('close', () => {
      const { requestId, route, caller } = locals;
      const ms = Math.round((performance.now() - began) * 10) / 10;
      const status = response.writableFinished ? response.statusCode : 'aborted';
      log.info({ requestId, caller, method: request.method, route, status, ms }, 'request');
    });
    next();
  };
}

/** For JSON, which needs nothing from anywhere; pages bring a policy of their own. */
function secureHeaders(): RequestHandler {
  const none = ["'none'"];
  const secure = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: none, frameAncestors: none } },
  });
  return (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    secure(request, response, next);
  };
}

/** Express tells an error handler by its four parameters. */
function renderErrors({ log, publicUrl }: ApiDeps): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    const { requestId } = response.locals as Locals;
    send(response, problemAnswer(problemOf(error, log, requestId), publicUrl, requestId));
  };
}
