import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

const NAME = 'tillflow_session';
const TOKEN = new RegExp(`(?:^|;)\\s*${NAME}=([A-Za-z0-9_-]{43})\\s*(?:;|$)`);

/** 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What the store knows a token by. */
export const tokenHashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Bound to the session: whoever can send the cookie but not read our answers does not know it. */
export const csrfTokenOf = (token: string): string =>
  createHash('sha256').update(`csrf ${token}`).digest('base64url');

export function tokenIn(request: Request): string | undefined {
  return TOKEN.exec(request.headers.cookie ?? '')?.[1];
}

/** `Secure` where the console is served over https. It ends with the browser, and on the server before that. */
export function setCookie(token: string, publicUrl: string): Record<string, string> {
  return { 'Set-Cookie': `${NAME}=${token}${attributes(publicUrl)}` };
}

export function clearCookie(publicUrl: string): Record<string, string> {
  return { 'Set-Cookie': `${NAME}=${attributes(publicUrl)}; Max-Age=0` };
}

function attributes(publicUrl: string): string {
  return `; Path=/; HttpOnly; SameSite=Strict${publicUrl.startsWith('https:') ? '; Secure' : ''}`;
}

/** A page that refreshes itself while nobody is there says so: it shall not keep the session from being idle. */
export const saysIdle = (request: Request): boolean => request.get('x-user-idle') === 'true';

export function sentCsrfToken(request: Request, expected: string): boolean {
  const [sent, wanted] = [Buffer.from(request.get('x-csrf-token') ?? ''), Buffer.from(expected)];
  return sent.length === wanted.length && timingSafeEqual(sent, wanted);
}

/**
 * Whether a browser says that the page which asks is ours: from the public address, or from whichever name of ours it
 * used itself. Who sends no Origin is no page.
 */
export function fromOurOrigin(request: Request, publicUrl: string): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
}
