import type { Actor } from '../../domain/actors';
import type { UserChanges } from '../../domain/users';
import type { Database, Statement } from '../database';
import type { Changed, User } from '../interfaces/users';
import { userById } from './reads';
import { USER_COLUMNS, userOf, type UserRow } from './rows';

/**
 * Whoever would leave no administrator waits for all who change administrators now, and then counts those who are left.
 */
const CHANGE: Statement = {
  name: 'user-change',
  text: `
    with administrators as materialized (
      select id from app_user where level = 'administrator' and not disabled order by id for update
    ), changed as (
      update app_user u set display_name = $3, level = $4, permissions = $5, disabled = $6, language = $7,
        version = version + 1
      where u.id = $1 and u.version = $2 and (
        ($4 = 'administrator' and not $6)
        or u.id not in (select id from administrators) or (select count(*) from administrators) > 1)
      returning u.*
    ), signed_out as (
      delete from user_session where user_id in (select id from changed where disabled)
    ), unlocked as (
      delete from sign_in_attempt where $8 and name_hash in (
        select encode(sha256(convert_to(username, 'UTF8')), 'hex') from changed)
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $9, $10, 'user', id, 'changed', $11::jsonb from changed
    )
    select ${USER_COLUMNS} from changed u`,
};

/** Of a user who has forgotten it, or is new to it. */
const RESET: Statement = {
  name: 'user-password-reset',
  text: `
    with changed as (
      update app_user set password_hash = $2, password_change_required = true where id = $1 returning *
    ), signed_out as (
      delete from user_session where user_id in (select id from changed)
    ), unlocked as (
      delete from sign_in_attempt where name_hash in (
        select encode(sha256(convert_to(username, 'UTF8')), 'hex') from changed)
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $3, $4, 'user', id, 'password_reset', '{}' from changed
    )
    select id from changed`,
};

const CHANGE_PASSWORD: Statement = {
  name: 'user-password-change',
  text: `
    with changed as (
      update app_user set password_hash = $3, password_change_required = false
      where id = $1 and password_hash = $2 and not disabled returning id
    ), signed_out as (
      delete from user_session where user_id in (select id from changed)
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $4, $5, 'user', id, 'password_changed', '{}' from changed
    )
    select id from changed`,
};

export async function change(
  database: Database,
  id: string,
  version: number,
  changes: UserChanges,
  actor: Actor,
): Promise<Changed> {
  const user = await userById(database, id);
  if (!user) return { kind: 'not_found' };
  if (user.version !== version) return { kind: 'stale' };
  const data = difference(user, changes);
  if (!data) return { kind: 'changed', user };
  const to = { ...user, ...changes };
  const [row] = await database.rows<UserRow>(CHANGE, [
    ...[id, version, to.displayName, to.level, to.permissions, to.disabled, to.language ?? null],
    ...[changes.locked === false, actor.kind, actor.id, JSON.stringify(data)],
  ]);
  if (row)
    return { kind: 'changed', user: { ...userOf(row), ...(changes.locked === false && { locked: false }) } };
  const now = await userById(database, id);
  return { kind: now?.version === version ? 'last_administrator' : 'stale' };
}

/** What a change changes, for the log; undefined where that is nothing. */
function difference(user: User, changes: UserChanges): { before: object; after: object } | undefined {
  const names = (Object.keys(changes) as (keyof UserChanges)[]).filter(
    (name) => changes[name] !== undefined && String(user[name]) !== String(changes[name]),
  );
  if (names.length === 0) return undefined;
  const of = (source: UserChanges | User): object =>
    Object.fromEntries(names.map((name) => [name, source[name] ?? null]));
  return { before: of(user), after: of(changes) };
}

export async function resetPassword(
  database: Database,
  id: string,
  passwordHash: string,
  actor: Actor,
): Promise<boolean> {
  return (await database.rows(RESET, [id, passwordHash, actor.kind, actor.id])).length > 0;
}

export async function changePassword(
  database: Database,
  id: string,
  from: string,
  to: string,
  actor: Actor,
): Promise<boolean> {
  return (await database.rows(CHANGE_PASSWORD, [id, from, to, actor.kind, actor.id])).length > 0;
}
