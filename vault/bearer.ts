import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

/** What a request shows as a bearer token; empty where it shows none. */
export function bearerOf(request: Request): string {
  return /^Bearer ([\x21-\x7e]{1,1000})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** In the same time whatever is given: hashes are all of one length. */
export function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
