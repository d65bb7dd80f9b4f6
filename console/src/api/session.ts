import type { Account, Session } from './contract';
import { answer, api, keyed, setCsrfToken } from './http';
import { ApiProblem } from './problems';

function remembered(session: Session): Session {
  setCsrfToken(session.csrfToken);
  return session;
}

/** Null where nobody is signed in. */
export async function currentSession(): Promise<Session | null> {
  try {
    return remembered(await answer(api.GET('/v1/session')));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

export async function signIn(body: { username: string; password: string; code?: string }): Promise<Session> {
  return remembered(await answer(api.POST('/v1/session', { body })));
}

export async function signOut(): Promise<void> {
  await answer(api.DELETE('/v1/session'));
  setCsrfToken(undefined);
}

export const changePassword = (body: { current: string; new: string }) =>
  answer(api.PUT('/v1/session/password', { body }));
export const beginSecondFactor = (password: string, key: string) =>
  answer(api.POST('/v1/session/second-factor', { params: keyed(key), body: { password } }));
export const confirmSecondFactor = (code: string) =>
  answer(api.PUT('/v1/session/second-factor', { body: { code } }));
export const endSecondFactor = (code: string) =>
  answer(api.DELETE('/v1/session/second-factor', { body: { code } }));

export const findAccount = (by: Account['by'], value: string) =>
  answer(api.GET('/v1/accounts', { params: { query: { by, value } } }));
export const cardsOf = (customerId: string) =>
  answer(api.GET('/v1/customers/{customerId}/cards', { params: { path: { customerId } } }));
export const listLines = () => answer(api.GET('/v1/lines'));
