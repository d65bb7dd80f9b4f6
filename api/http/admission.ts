import type { Request, Response } from 'express';
import { NOBODY, may } from '../people/caller';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import { Problem } from './problems';
import { addressOf } from './rate-limits';
import type { Limiter } from './rate-limits';
import type { Permission, Route } from './route';
import { fromOurOrigin, sentCsrfToken } from '../people/session-cookie';
import type { SignIn } from '../people/sign-in';
import type { Turns } from './turns';

export interface Guards {
  signIn: SignIn;
  limit: Limiter;
  heavyReads: Turns;
}

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** The one place that decides who may call a route: known, not too often, from our own pages, and allowed to. */
export async function admit(
  route: Route,
  { publicUrl }: ApiDeps,
  { signIn, limit }: Guards,
  request: Request,
  response: Response,
): Promise<Caller> {
  const { permission } = route;
  if (permission === 'public') {
    await limit(request, response, addressOf(request));
    return NOBODY;
  }
  const caller = await signIn.callerOf(request, permission === 'any_user');
  response.locals.caller = caller.id;
  await limit(request, response, caller.id);
  if (caller.session && !SAFE.includes(request.method)) requireOwnPage(caller.session, request, publicUrl);
  if (caller.session?.user.passwordChangeRequired && !route.duringPasswordChange)
    throw new Problem('password_change_required');
  requirePermission(caller, permission);
  return caller;
}

/** A cookie is sent by the browser whoever asks it to, so it is no proof that our own page asks. */
function requireOwnPage(
  { csrfToken }: NonNullable<Caller['session']>,
  request: Request,
  publicUrl: string,
): void {
  if (!fromOurOrigin(request, publicUrl)) throw new Problem('origin_not_allowed');
  if (!sentCsrfToken(request, csrfToken)) throw new Problem('csrf_token_missing');
}

function requirePermission(caller: Caller, permission: Exclude<Permission, 'public'>): void {
  switch (permission) {
    case 'any_channel':
      if (caller.kind === 'channel') return;
      throw new Problem('scope_missing', { detail: 'This is for channels, by their keys.' });
    case 'any_user':
      if (caller.kind === 'user') return;
      throw new Problem('scope_missing', { detail: 'This is for people who are signed in.' });
    default:
      if (may(caller, permission)) return;
      throw new Problem('scope_missing', { detail: `The scope ${permission} is needed.` });
  }
}
