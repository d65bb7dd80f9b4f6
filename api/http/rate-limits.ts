import type { Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { ApiDeps } from '../deps';
import { Problem } from './problems';

/** Counts one request of `key` (a channel or an address); throws `rate_limited` above the limit. */
export type Limiter = (request: Request, response: Response, key: string) => Promise<void>;

/** Wrong passwords and keys, by the address that they came from. */
export interface FailedSignIns {
  /** Throws where this address has failed too often. */
  check(request: Request): Promise<void>;
  /** Counts one more. */
  count(request: Request): Promise<void>;
}

/** The address a request comes from; a whole /56 for IPv6, since one customer has that many. */
export function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? 'unknown');
}

export function requestLimiter(limits: ApiDeps['limits']): Limiter {
  const keys = new WeakMap<Request, string>();
  const limiter = limiterOf(1_000, limits.perSecond, (request) => keys.get(request)!);
  return (request, response, key) => {
    keys.set(request, key);
    return run(limiter, request, response);
  };
}

export function failedSignIns(limits: ApiDeps['limits']): FailedSignIns {
  const perMinute = limits.failedSignInsPerMinute;
  const limiter = limiterOf(60_000, perMinute, addressOf);
  return {
    async check(request) {
      const failed = await limiter.getKey(addressOf(request));
      if (!failed || failed.totalHits < perMinute) return;
      throw tooMany(failed.resetTime);
    },
    count: (request) => run(limiter, request, request.res!),
  };
}

function limiterOf(windowMs: number, limit: number, keyGenerator: (request: Request) => string) {
  return rateLimit({
    windowMs,
    limit,
    keyGenerator,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    validate: false,
    handler: (_request, _response, next) => next(tooMany()),
  });
}

function run(limiter: ReturnType<typeof rateLimit>, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void limiter(request, response, (error?: unknown) => (error ? reject(error as Error) : resolve()));
  });
}

function tooMany(resetTime?: Date): Problem {
  if (!resetTime) return new Problem('rate_limited');
  const seconds = Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / 1_000));
  return new Problem('rate_limited', { headers: { 'Retry-After': String(seconds) } });
}
