import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { Problem } from './problems';
import type { Route } from './route';

const DEFAULT_LIMIT = 64 * 1024;

/** Reads a request's body; undefined where there is none. */
export type BodyReader = (request: Request, response: Response) => Promise<unknown>;

/** Made once for each route. Compressed bodies are refused: a small one can become very large. */
export function bodyReaderFor(route: Route): BodyReader | undefined {
  const limit = route.bodyLimit ?? DEFAULT_LIMIT;
  switch (route.reads) {
    case 'raw':
      return reading(express.raw({ limit, inflate: false, type: () => true }));
    case 'form':
      return reading(
        express.urlencoded({ limit, inflate: false, extended: false }),
        'application/x-www-form-urlencoded',
      );
    default: {
      // `strict` would refuse a bare string as malformed JSON; the schema says better what is wrong with it.
      const json = express.json({ limit, inflate: false, strict: false, type: () => true });
      return route.request.body && reading(json, 'application/json');
    }
  }
}

function reading(parser: RequestHandler, contentType?: string): BodyReader {
  return (request, response) => {
    if (!hasBody(request)) return Promise.resolve(undefined);
    if (contentType && mediaTypeOf(request) !== contentType) {
      throw new Problem('content_type_not_supported', { detail: `Expected ${contentType}.` });
    }
    return new Promise((resolve, reject) => {
      parser(request, response, (error?: unknown) =>
        error ? reject(error as Error) : resolve(request.body),
      );
    });
  };
}

function hasBody(request: Request): boolean {
  const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
  return chunked !== undefined || (length !== undefined && length !== '0');
}

function mediaTypeOf(request: Request): string | undefined {
  return request.headers['content-type']?.split(';', 1)[0]!.trim().toLowerCase();
}
