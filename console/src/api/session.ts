import type { Account, Card, Line, Session } from './contract';
import { call, setCsrfToken } from './http';
import { ApiProblem } from './problems';

function remembered(session: Session): Session {
  setCsrfToken(session.csrfToken);
  return session;
}

/** Null where nobody is signed in. */
export async function currentSession(): Promise<Session | null> {
  try {
    return remembered(await call<Session>('GET', '/v1/session'));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

export async function signIn(given: { username: string; password: string; code?: string }): Promise<Session> {
  return remembered(await call<Session>('POST', '/v1/session', { body: given, key: crypto.randomUUID() }));
}

export async function signOut(): Promise<void> {
  await call('DELETE', '/v1/session');
  setCsrfToken(undefined);
}

export const changePassword = (given: { current: string; new: string }): Promise<void> =>
  call('PUT', '/v1/session/password', { body: given });

export const beginSecondFactor = (key: string): Promise<{ secret: string; otpauthUrl: string }> =>
  call('POST', '/v1/session/second-factor', { body: {}, key });
export const confirmSecondFactor = (code: string): Promise<void> =>
  call('PUT', '/v1/session/second-factor', { body: { code } });
export const endSecondFactor = (code: string): Promise<void> =>
  call('DELETE', '/v1/session/second-factor', { body: { code } });

export const findAccount = (by: string, value: string, signal?: AbortSignal): Promise<Account> =>
  call('GET', '/v1/accounts', { query: { by, value }, signal });
export const cardsOf = (customerId: string): Promise<{ items: Card[] }> =>
  call('GET', `/v1/customers/${encodeURIComponent(customerId)}/cards`);
export const listLines = (): Promise<{ items: Line[] }> => call('GET', '/v1/lines');
