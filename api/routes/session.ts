import { actorOf, userCaller } from '../people/caller';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import { signInByPassword } from '../people/password-sign-in';
import { Problem } from '../http/problems';
import { publicRoute, route } from '../http/route';
import { sessionView, signInSchema } from '../schemas/people';
import { clearCookie, csrfTokenOf, fromOurOrigin, setCookie } from '../people/session-cookie';

type Session = NonNullable<Caller['session']>;

export const signIn = publicRoute({
  method: 'post',
  path: '/v1/session',
  permission: 'public',
  operationId: 'signIn',
  tag: 'Session',
  summary: 'Sign in',
  description:
    'Answers with the session, and with its token in the cookie `tillflow_session`, which no script can read. ' +
    'Five wrong sign-ins in a row lock the name for half a minute, each further one for longer, up to an hour.',
  request: { body: signInSchema },
  responses: {
    200: {
      description: 'Who is signed in, and what they may do',
      schema: sessionView,
      headers: { 'Set-Cookie': 'The session’s token' },
    },
  },
  problems: [
    'sign_in_refused',
    'second_factor_required',
    'sign_in_locked',
    'origin_not_allowed',
    'store_unavailable',
  ],
  async handle({ deps, request, failures, body }) {
    if (!fromOurOrigin(request, deps.publicUrl)) throw new Problem('origin_not_allowed');
    const { token, session } = await signInByPassword({ deps, request, failures, ...body });
    return {
      status: 200,
      headers: setCookie(token, deps.publicUrl),
      json: sessionAnswer(deps, { ...session, token, csrfToken: csrfTokenOf(token) }),
    };
  },
});

export const getSession = route({
  method: 'get',
  path: '/v1/session',
  permission: 'any_user',
  operationId: 'getSession',
  tag: 'Session',
  summary: 'See who is signed in',
  duringPasswordChange: true,
  responses: { 200: { description: 'The session', schema: sessionView } },
  handle: ({ deps, caller }) => Promise.resolve({ status: 200, json: sessionAnswer(deps, caller.session!) }),
});

export const signOut = route({
  method: 'delete',
  path: '/v1/session',
  permission: 'any_user',
  operationId: 'signOut',
  tag: 'Session',
  summary: 'Sign out',
  duringPasswordChange: true,
  responses: { 204: { description: 'The session has ended' } },
  async handle({ deps, caller }) {
    await deps.sessions.end(caller.session!.token, actorOf(caller));
    return { status: 204, headers: clearCookie(deps.publicUrl) };
  },
});

function sessionAnswer({ sessions }: ApiDeps, session: Session): Record<string, unknown> {
  const { user, csrfToken, expiresAt } = session;
  return {
    user,
    scopes: userCaller(session).scopes,
    csrfToken,
    passwordChangeRequired: user.passwordChangeRequired,
    idleExpiresAt: sessions.idleExpiryOf(session),
    expiresAt,
  };
}
