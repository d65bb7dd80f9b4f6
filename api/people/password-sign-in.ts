import type { Request } from 'express';
import type { UserSession } from '../../store/interfaces/sessions';
import type { Credentials } from '../../store/interfaces/users';
import { FREE_SIGN_INS } from '../../domain/users';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problems';
import { addressOf } from '../http/rate-limits';
import { tokenHashOf, tokenIn } from './session-cookie';
import type { FailedSignIns } from '../http/rate-limits';

export interface Given {
  /** In small letters. */
  username: string;
  password: string;
  /** Six digits of the second factor. */
  code?: string;
}

interface Asked extends Given {
  deps: ApiDeps;
  request: Request;
  failures: FailedSignIns;
}

export interface Attempt {
  username: string;
  failures: number;
  userId?: string;
}

/**
 * Signs a person in. Nothing in the answer, nor how long it takes, tells whether there is such a user: all that
 * differs is whether the password was right, and then whether a code is wanted.
 *
 * The attempt counts as wrong from the beginning, so that guesses made at once can't outrun the count.
 */
export async function signInByPassword(asked: Asked): Promise<{ token: string; session: UserSession }> {
  const { deps, request, username } = asked;
  const begun = await begin(asked);
  const { credentials, failures } = begun;
  const attempt: Attempt = { username, failures, userId: credentials?.user.id };
  const right = await checked(deps, attempt, () => isRight(deps, credentials, asked.password));
  if (!right || credentials!.user.disabled) throw await refusal(asked, attempt, 'wrong');
  const { user, passwordHash, secondFactor } = credentials!;
  const { code } = asked;
  const check = () =>
    code === undefined ? undefined : deps.secondFactors.checkOf(user.id, secondFactor, code);
  const used = await checked(deps, attempt, check);
  if (user.secondFactor && asked.code === undefined) {
    await deps.store.users.takeBackSignIn(username, failures);
    throw new Problem('second_factor_required');
  }
  if (user.secondFactor && !used) throw await refusal(asked, attempt, 'wrong_code');
  const before = tokenIn(request);
  const next = {
    ...{ userId: user.id, passwordHash, code: user.secondFactor ? used : undefined },
    ...{ replaces: before && tokenHashOf(before), address: addressOf(request) },
  };
  const started = await checked(deps, attempt, () => deps.sessions.start(next));
  if (!started) throw await refusal(asked, attempt, 'changed_meanwhile');
  await deps.store.users.forgetSignIns(username);
  return started;
}

/** Counts one more attempt for a name, or throws `sign_in_locked`; for whoever has a password to check. */
export async function begin({
  deps,
  request,
  failures,
  username,
}: Pick<Asked, 'deps' | 'request' | 'failures' | 'username'>) {
  await failures.check(request);
  const begun = await deps.store.users.beginSignIn(username);
  if (begun.kind === 'open') return begun;
  await failures.count(request);
  await deps.store.users.logSignIn('sign_in_refused', begun.userId, {
    why: 'locked',
    address: addressOf(request),
  });
  const seconds = Math.max(1, Math.ceil(begun.forMs / 1_000));
  throw new Problem('sign_in_locked', { headers: { 'Retry-After': String(seconds) } });
}

/** What could not be checked, since too much waits or something is away, was not wrong: the attempt does not count. */
export async function checked<T>(
  { store }: ApiDeps,
  { username, failures }: Attempt,
  check: () => Promise<T> | T,
): Promise<T> {
  try {
    return await check();
  } catch (error) {
    // Where that fails too, what went wrong first is the one to tell of.
    await store.users.takeBackSignIn(username, failures).catch(() => undefined);
    throw error;
  }
}

export function isRight(
  { passwords }: ApiDeps,
  credentials: Credentials | undefined,
  password: string,
): Promise<boolean> {
  return credentials
    ? passwords.verify(credentials.passwordHash, password)
    : passwords.verifyNobody(password);
}

/** Logs what was wrong, which the answer does not say. */
async function refusal({ deps, request, failures }: Asked, attempt: Attempt, why: string): Promise<Problem> {
  await logWrong(deps, request, attempt, why);
  await failures.count(request);
  return new Problem('sign_in_refused');
}

export async function logWrong(
  deps: ApiDeps,
  request: Request,
  attempt: Attempt,
  why: string,
): Promise<void> {
  const { users } = deps.store;
  const address = addressOf(request);
  await users.logSignIn('sign_in_refused', attempt.userId, { why, address });
  if (attempt.failures < FREE_SIGN_INS) return;
  await users.logSignIn('locked_out', attempt.userId, { wrongInARow: attempt.failures, address });
}
