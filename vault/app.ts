import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import helmet from 'helmet';
import { bearerOf, isSame } from './bearer';
import type { VaultDeps } from './deps';
import { cardNumberEntry } from './entry';
import { describeError, VaultError } from './errors';
import { erasure, forwarding, forWorkers } from './forwarding';
import { addressOf, perMinute } from './limits';

/** The vault's whole face. Requests are logged by route and status; nothing that was sent is. */
export function createVaultApp(deps: VaultDeps): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('strict routing').enable('case sensitive routing');
  app.set('trust proxy', deps.trustedProxies);
  app.use(observe(deps), helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'none'"] } } }));
  app.get('/health/live', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/health/ready', ready(deps));
  app.use(limitAddresses(deps), noQueries);

  const entryPath = '/v1/card-numbers';
  const json = express.json({ limit: '4kb', inflate: false, type: 'application/json' });
  app.options(entryPath, onlyConsole(deps), (_request, response) => void response.status(204).end());
  app.post(entryPath, onlyConsole(deps), json, cardNumberEntry(deps));
  app.post('/v1/forward', forWorkers(deps), json, forwarding(deps));
  app.post(`${entryPath}/:token/erasure`, forWorkers(deps), json, erasure(deps));
  app.use(() => {
    throw new VaultError('not_found', 'There is nothing here.');
  });
  app.use(renderErrors(deps));
  return app;
}

function observe({ log }: VaultDeps): RequestHandler {
  return (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path;
      const status = response.writableFinished ? response.statusCode : 'aborted';
      if (!route?.startsWith('/health')) log.info({ method: request.method, route, status }, 'request');
    });
    next();
  };
}

function ready({ records }: VaultDeps): RequestHandler {
  return async (_request, response) => {
    const database = await records.ping();
    response.status(database ? 200 : 503).json({ status: database ? 'ok' : 'unavailable', database });
  };
}

/** Workers share an address and are let in by their secret; the limit is for everybody else. */
function limitAddresses(deps: VaultDeps): RequestHandler {
  const limit = perMinute(deps.limits.perAddress);
  return async (request, response, next) => {
    const isWorker = isSame(bearerOf(request), deps.forwardSecret);
    if (!isWorker) await limit(request, response, addressOf(request));
    next();
  };
}

/** Addresses are logged by everybody on the way. */
const noQueries: RequestHandler = (request, _response, next) => {
  if (request.originalUrl.includes('?')) {
    throw new VaultError('malformed_request', 'Nothing is sent in an address here.');
  }
  next();
};

/** Pages of the console may send and read; no other page may do either, whatever ticket it shows. */
function onlyConsole({ allowedOrigins }: VaultDeps): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    response.setHeader('Vary', 'Origin');
    if (origin === undefined || !allowedOrigins.includes(origin)) {
      throw new VaultError('origin_not_allowed', 'Only the console may send card numbers.');
    }
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': 'authorization, content-type',
      'Access-Control-Max-Age': '600',
    });
    next();
  };
}

/** Express tells an error handler by its four parameters. */
function renderErrors({ log }: VaultDeps): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const known = error instanceof VaultError ? error : translated(error);
    if (known.code === 'internal_error') log.error(describeError(error), 'request failed');
    const { code, message, field, members } = known;
    response.status(known.status).json({ error: { code, message, ...(field && { field }), ...members } });
  };
}

/** Body parsers mark what the caller did wrong by a status; their messages quote the body, so nobody sees them. */
function translated(error: unknown): VaultError {
  const { status } = error as { status?: unknown };
  if (status === 413) return new VaultError('too_large', 'The body is too large.');
  if (typeof status === 'number' && status < 500) {
    return new VaultError('malformed_request', 'The request could not be read.');
  }
  return new VaultError('internal_error', 'The vault itself failed: see its log.');
}
