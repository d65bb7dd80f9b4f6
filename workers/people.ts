import { newId } from '../api/http/ids';
import { oneTimePassword, type Passwords } from '../api/people/passwords';
import type { Actor } from '../domain/actors';
import type { GrantedPermission, Level } from '../domain/levels';
import type { UserChanges } from '../domain/users';
import type { User, UserStore } from '../store/interfaces/users';

export interface UsersDeps {
  users: UserStore;
  passwords: Passwords;
  /** Who is at the keyboard, for the log. */
  user: string;
  out(text: string): void;
}

/** Somebody who was just added, with the password for the first sign-in. */
export interface Added {
  user: User;
  oneTimePassword: string;
}

/** Who is to be added. */
export interface New {
  username: string;
  level: Level;
  name?: string;
  permission?: GrantedPermission[];
}

/** Those of a demonstration: of each level, and one who may batch and one who may not. */
export const DEMONSTRATION: New[] = [
  { username: 'olga', level: 'operator', name: 'Olga Operator', permission: ['payments:batch'] },
  { username: 'omar', level: 'operator', name: 'Omar Operator' },
  { username: 'maria', level: 'manager', name: 'Maria Manager' },
  { username: 'adam', level: 'administrator', name: 'Adam Administrator' },
];

export async function add({ users, passwords }: UsersDeps, actor: Actor, given: New): Promise<Added> {
  const password = oneTimePassword();
  const user = await users.create(
    {
      ...{ id: newId('usr'), username: given.username, displayName: given.name ?? given.username },
      ...{
        level: given.level,
        permissions: given.permission ?? [],
        passwordHash: await passwords.hash(password),
      },
    },
    actor,
  );
  if (!user) throw new Error(`there is a user ${given.username} already`);
  return { user, oneTimePassword: password };
}

export async function find(users: UserStore, name: string): Promise<User> {
  const user = await users.findByUsername(name);
  if (!user) throw new Error(`there is no user ${name}`);
  return user;
}

export async function change(
  { users }: UsersDeps,
  actor: Actor,
  name: string,
  changes: (user: User) => UserChanges,
): Promise<User> {
  const user = await find(users, name);
  const changed = await users.change(user.id, user.version, changes(user), actor);
  if (changed.kind === 'changed') return changed.user;
  if (changed.kind === 'last_administrator')
    throw new Error('no administrator would be left: add another first');
  throw new Error(`${name} was changed by somebody else just now: try again`);
}

export async function everybody(users: UserStore): Promise<User[]> {
  const all: User[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await users.list({ limit: 200, cursor });
    all.push(...page.items);
    cursor = page.cursor;
    if (cursor === undefined) return all;
  }
}
