import type { Session, User } from '../src/api/contract';
import { scopesOf } from '../../domain/levels';
import type { GrantedPermission } from '../../domain/levels';

const at = (minutesAgo: number): string => new Date(Date.now() - minutesAgo * 60_000).toISOString();

function user(
  username: string,
  displayName: string,
  level: User['level'],
  changes: Partial<User> = {},
): User {
  return {
    id: `usr_${username}`,
    username,
    displayName,
    level,
    permissions: [],
    disabled: false,
    locked: false,
    secondFactor: false,
    passwordChangeRequired: false,
    createdAt: at(60_000),
    lastSignInAt: at(90),
    version: 1,
    ...changes,
  };
}

/** The demonstration users. Everybody's password is `correct horse battery`. */
export const makePeople = (): User[] => [
  user('adam', 'Adam Stone', 'administrator'),
  user('maria', 'Maria Costa', 'manager'),
  user('olga', 'Olga Petrova', 'operator', { permissions: ['payments:batch'] }),
  user('omar', 'Omar Haddad', 'operator', { locked: true }),
  user('tina', 'Tina Berg', 'operator', { secondFactor: true, lastSignInAt: undefined }),
  user('nils', 'Nils Holm', 'operator', { passwordChangeRequired: true, lastSignInAt: undefined }),
  user('vera', 'Vera Alt', 'operator', { disabled: true }),
];

export function sessionOf(person: User): Session {
  return {
    user: person,
    scopes: scopesOf(person.level, person.permissions as GrantedPermission[]),
    csrfToken: 'csrf-1',
    passwordChangeRequired: person.passwordChangeRequired,
    idleExpiresAt: at(-30),
    expiresAt: at(-720),
  };
}
