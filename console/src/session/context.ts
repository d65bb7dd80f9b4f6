import { createContext, useContext } from 'react';
import type { Scope, Session } from '../api/contract';

export const SessionContext = createContext<Session | null>(null);

/** Whoever is signed in; only below the guard. */
export function useSession() {
  const session = useContext(SessionContext);
  if (!session) throw new Error('No session: this belongs below Guard.');
  return { session, user: session.user, can: (scope: Scope) => session.scopes.includes(scope) };
}
