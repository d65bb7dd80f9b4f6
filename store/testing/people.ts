import { ulid } from 'ulid';
import type { Actor } from '../../domain/actors';
import type { NewSession } from '../interfaces/sessions';
import type { NewUser, User } from '../interfaces/users';
import type { TestStore } from './database';

export const ADMINISTRATOR: Actor = { kind: 'user', id: 'usr_boss' };
export const HASH = '$argon2id$v=19$one';

export async function aUser({ store }: TestStore, changes: Partial<NewUser> = {}): Promise<User> {
  const id = `usr_${ulid()}`;
  const username = id.toLowerCase().slice(-12);
  const user = {
    id,
    username,
    displayName: 'Olga',
    level: 'operator' as const,
    permissions: [],
    passwordHash: HASH,
  };
  const made = await store.users.create({ ...user, ...changes }, ADMINISTRATOR);
  if (!made) throw new Error('the username is taken');
  return made;
}

export const aSession = (user: User, tokenHash: string, changes: Partial<NewSession> = {}): NewSession => ({
  userId: user.id,
  passwordHash: HASH,
  tokenHash,
  lifetimeMs: 3_600_000,
  ...changes,
});

/** What the log says of a user, oldest first. */
export async function logOf({ sql }: TestStore, userId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `select type, actor_kind || ' ' || actor_id as actor, data from audit_entry
     where object_kind = 'user' and object_id = $1 order by id`,
    [userId],
  );
  return rows;
}
