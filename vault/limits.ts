import type { Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { VaultError } from './errors';

/** Counts one more of `key` in its minute. @throws VaultError above the limit */
export type Limit = (request: Request, response: Response, key: string) => Promise<void>;

export function perMinute(limit: number): Limit {
  const keys = new WeakMap<Request, string>();
  const limiter = rateLimit({
    windowMs: 60_000,
    limit,
    keyGenerator: (request) => keys.get(request)!,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    validate: false,
    handler: (_request, _response, next) => next(new VaultError('rate_limited', 'Too often: wait a minute.')),
  });
  return (request, response, key) => {
    keys.set(request, key);
    return new Promise((resolve, reject) => {
      void limiter(request, response, (error?: unknown) => (error ? reject(error as Error) : resolve()));
    });
  };
}

export const addressOf = (request: Request): string => ipKeyGenerator(request.ip ?? 'unknown');
