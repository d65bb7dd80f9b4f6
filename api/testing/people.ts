import type { GrantedPermission, Level } from '../../domain/levels';
import { csrfTokenOf, newToken, tokenHashOf } from '../people/session-cookie';
import type { FakeUsers } from './fake-users';

/** Somebody signed in at the console, and what the browser sends. */
export interface Person {
  id: string;
  username: string;
  token: string;
  headers: { cookie: string; 'x-csrf-token': string };
}

/** Passwords are not hashed for those who sign in without one. */
const NO_PASSWORD = '$argon2id$none';

let people = 0;

export async function personOf(
  users: FakeUsers,
  level: Level,
  permissions: GrantedPermission[] = [],
): Promise<Person> {
  const number = ++people;
  const id = `usr_${String(number).padStart(26, '0')}`;
  const username = `${level}-${number}`;
  const store = users.asUserStore();
  const actor = { kind: 'system', id: 'test' } as const;
  const displayName = `${level} ${number}`;
  await store.create({ id, username, displayName, level, permissions, passwordHash: NO_PASSWORD }, actor);
  await store.changePassword(id, NO_PASSWORD, NO_PASSWORD, actor);
  return signedInAgain(users, { id, username });
}

/** One more session of somebody. */
export async function signedInAgain(
  users: FakeUsers,
  { id, username }: Pick<Person, 'id' | 'username'>,
): Promise<Person> {
  const token = newToken();
  const session = {
    userId: id,
    passwordHash: NO_PASSWORD,
    tokenHash: tokenHashOf(token),
    lifetimeMs: 3_600_000,
  };
  await users.asSessionStore().start(session);
  const headers = { cookie: `tillflow_session=${token}`, 'x-csrf-token': csrfTokenOf(token) };
  return { id, username, token, headers };
}
