import { actorOf } from '../people/caller';
import type { Caller } from '../people/caller';
import { oneTimePassword } from '../people/passwords';
import { Problem } from '../http/problems';
import { route } from '../http/route';
import { passwordReset, userParams } from '../schemas/people';
import { nothing } from '../schemas/requests';
import { userById } from './users';

export const resetPassword = route({
  method: 'post',
  path: '/v1/users/:id/password-reset',
  permission: 'users:write',
  operationId: 'resetUserPassword',
  tag: 'Users',
  summary: 'Give a user a one-time password',
  description: 'For whoever forgot the password or is locked out. Signs the user out everywhere.',
  request: { params: userParams, body: nothing },
  responses: {
    200: { description: 'To be passed on, and changed at the next sign-in', schema: passwordReset },
  },
  problems: ['user_not_found', 'user_own_access'],
  secretAnswer: true,
  async handle({ deps, caller, params }) {
    refuseOwn(caller, params.id);
    const password = oneTimePassword();
    const hash = await deps.passwords.hash(password);
    const done = await deps.store.users.resetPassword(params.id, hash, actorOf(caller));
    deps.sessions.forgetUser(params.id);
    if (!done) throw new Problem('user_not_found');
    return { status: 200, json: { oneTimePassword: password } };
  },
});

export const resetSecondFactor = route({
  method: 'post',
  path: '/v1/users/:id/second-factor-reset',
  permission: 'users:write',
  operationId: 'resetUserSecondFactor',
  tag: 'Users',
  summary: 'Remove a user’s second factor',
  description: 'For whoever lost the authenticator.',
  request: { params: userParams, body: nothing },
  responses: { 204: { description: 'There is none' } },
  problems: ['user_not_found', 'user_own_access'],
  async handle({ deps, caller, params }) {
    refuseOwn(caller, params.id);
    await userById(deps, params.id);
    await deps.store.users.removeSecondFactor(params.id, actorOf(caller));
    deps.sessions.forgetUser(params.id);
    return { status: 204 };
  },
});

export const signOutUser = route({
  method: 'post',
  path: '/v1/users/:id/sign-out',
  permission: 'users:write',
  operationId: 'signOutUser',
  tag: 'Users',
  summary: 'Sign a user out everywhere',
  request: { params: userParams, body: nothing },
  responses: { 204: { description: 'No session is left' } },
  problems: ['user_not_found'],
  async handle({ deps, caller, params }) {
    const done = await deps.sessions.endAll(params.id, actorOf(caller));
    if (!done) throw new Problem('user_not_found');
    return { status: 204 };
  },
});

/** A session left open shall not become a password, or lose its second factor. */
function refuseOwn(caller: Caller, id: string): void {
  if (caller.id === id) throw new Problem('user_own_access');
}
