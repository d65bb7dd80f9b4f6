import type { z } from 'zod';
import { passwordFault, type PasswordFault } from '../../domain/passwords';
import type { Credentials, UsedCode } from '../../store/interfaces/users';
import { actorOf } from '../people/caller';
import { begin, checked, isRight, logWrong } from '../people/password-sign-in';
import { normalised } from '../people/passwords';
import { Problem } from '../http/problems';
import type { FieldCode } from '../http/problems';
import { route } from '../http/route';
import type { Call } from '../http/route';
import {
  changePasswordSchema,
  codeSchema,
  proposeSecondFactorSchema,
  secondFactorProposal,
} from '../schemas/people';
import { setCookie } from '../people/session-cookie';

const FAULTS: Record<PasswordFault, { code: FieldCode; message: string }> = {
  too_short: { code: 'too_short', message: 'At least 12 characters.' },
  too_long: { code: 'too_long', message: 'At most 256 characters.' },
  is_username: { code: 'password_is_username', message: 'Not your own username.' },
  too_common: { code: 'password_common', message: 'One of the first that anybody would try.' },
};

export const changePassword = route({
  method: 'put',
  path: '/v1/session/password',
  permission: 'any_user',
  operationId: 'changePassword',
  tag: 'Session',
  summary: 'Change one’s own password',
  description:
    'Ends all the user’s sessions, this one too, and answers with a new one in the cookie: get the session for its CSRF token.',
  duringPasswordChange: true,
  request: { body: changePasswordSchema },
  responses: { 204: { description: 'Changed', headers: { 'Set-Cookie': 'The new session’s token' } } },
  problems: ['password_wrong', 'sign_in_locked'],
  async handle(call) {
    const { deps, caller, body } = call;
    const { credentials, done } = await proving(call, ({ user, passwordHash }) =>
      isRight(deps, { user, passwordHash, secondFactor: {} }, body.current),
    );
    if (!done) throw new Problem('password_wrong');
    refuseUnfit(body, credentials.user.username);
    const to = await deps.passwords.hash(body.new);
    const { id } = credentials.user;
    const changed = await deps.store.users.changePassword(id, credentials.passwordHash, to, actorOf(caller));
    deps.sessions.forgetUser(id);
    const next = changed && (await deps.sessions.start({ userId: id, passwordHash: to, continues: true }));
    if (!next) throw new Problem('password_wrong');
    return { status: 204, headers: setCookie(next.token, deps.publicUrl) };
  },
});

export const proposeSecondFactor = route({
  method: 'post',
  path: '/v1/session/second-factor',
  permission: 'any_user',
  operationId: 'proposeSecondFactor',
  tag: 'Session',
  summary: 'Ask for a second factor',
  description:
    'It counts once it is confirmed with a code. Codes are those of RFC 6238: six digits, 30 seconds. It takes the ' +
    'current password, so that nobody adds theirs to a session that was left open.',
  request: { body: proposeSecondFactorSchema },
  responses: { 200: { description: 'For the authenticator; shown this once', schema: secondFactorProposal } },
  problems: ['second_factor_present', 'password_wrong', 'sign_in_locked'],
  secretAnswer: true,
  secretRequest: true,
  async handle(call) {
    const { deps, caller, body } = call;
    const { id, username } = caller.session!.user;
    const { done } = await proving(call, ({ user, passwordHash, secondFactor }) => {
      if (secondFactor.secret !== undefined) throw new Problem('second_factor_present');
      return isRight(deps, { user, passwordHash, secondFactor }, body.password);
    });
    if (!done) throw new Problem('password_wrong');
    const { secret, otpauthUrl, sealed } = deps.secondFactors.propose(id, username);
    if (!(await deps.store.users.proposeSecondFactor(id, sealed))) throw new Problem('second_factor_present');
    return { status: 200, json: { secret, otpauthUrl } };
  },
});

export const confirmSecondFactor = route({
  method: 'put',
  path: '/v1/session/second-factor',
  permission: 'any_user',
  operationId: 'confirmSecondFactor',
  tag: 'Session',
  summary: 'Confirm the second factor with its first code',
  request: { body: codeSchema },
  responses: { 204: { description: 'From now on signing in takes a code too' } },
  problems: ['second_factor_absent', 'second_factor_wrong', 'sign_in_locked'],
  async handle(call) {
    const { deps, caller, body } = call;
    const { credentials, done } = await proving(call, ({ user, secondFactor }) => {
      if (secondFactor.proposed === undefined) throw new Problem('second_factor_absent');
      return deps.secondFactors.check(user.id, secondFactor.proposed, body.code);
    });
    if (!done) throw new Problem('second_factor_wrong');
    const { user, secondFactor } = credentials;
    const { users } = deps.store;
    const kept = await users.confirmSecondFactor(user.id, secondFactor.proposed!, done.step, actorOf(caller));
    if (!kept) throw new Problem('second_factor_absent');
    deps.sessions.forgetUser(user.id);
    return { status: 204 };
  },
});

export const removeSecondFactor = route({
  method: 'delete',
  path: '/v1/session/second-factor',
  permission: 'any_user',
  operationId: 'removeSecondFactor',
  tag: 'Session',
  summary: 'Remove the second factor, with one of its codes',
  request: { body: codeSchema },
  responses: { 204: { description: 'Signing in takes the password alone' } },
  problems: ['second_factor_absent', 'second_factor_wrong', 'sign_in_locked'],
  async handle(call) {
    const { deps, caller, body } = call;
    const { credentials, done } = await proving(call, ({ user, secondFactor }): UsedCode | undefined => {
      if (secondFactor.secret === undefined) throw new Problem('second_factor_absent');
      return deps.secondFactors.checkOf(user.id, secondFactor, body.code);
    });
    const { id } = credentials.user;
    const removed = done && (await deps.store.users.removeSecondFactor(id, actorOf(caller), done.step));
    if (!removed) throw new Problem('second_factor_wrong');
    deps.sessions.forgetUser(id);
    return { status: 204 };
  },
});

/**
 * Lets somebody who is signed in prove once more who they are. What is wrong counts as a wrong sign-in, so that a
 * session left open is no place to guess at. What is right is no sign-in: it does not count, and forgets nothing, since
 * who knows the one of password and code could guess at the other for ever.
 */
async function proving<T>(
  { deps, request, failures, caller }: Call,
  check: (credentials: Credentials) => Promise<T> | T,
): Promise<{ credentials: Credentials; done: T }> {
  const { username, id } = caller.session!.user;
  const begun = await begin({ deps, request, failures, username });
  const attempt = { username, failures: begun.failures, userId: id };
  const credentials = begun.credentials!;
  const done = await checked(deps, attempt, () => check(credentials));
  if (done) await deps.store.users.takeBackSignIn(username, begun.failures);
  else await logWrong(deps, request, attempt, 'wrong');
  return { credentials, done };
}

function refuseUnfit(body: z.output<typeof changePasswordSchema>, username: string): void {
  const fault = passwordFault(normalised(body.new), username);
  const same = normalised(body.new) === normalised(body.current);
  const error = fault
    ? FAULTS[fault]
    : same && { code: 'password_unchanged' as const, message: 'It is the one that you have.' };
  if (error) throw new Problem('validation_failed', { errors: [{ path: 'new', ...error }] });
}
