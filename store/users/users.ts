import type { Actor } from '../../domain/actors';
import type { Database, Statement } from '../database';
import type { NewUser, User, UserStore } from '../interfaces/users';
import { change, changePassword, resetPassword } from './changes';
import { list, names, userById, userByName } from './reads';
import { USER_COLUMNS, userOf, type UserRow } from './rows';
import { confirm, propose, remove } from './second-factor';
import { begin, forget, log, takeBack } from './sign-ins';

/** A new user must change the one-time password. */
const CREATE: Statement = {
  name: 'user-create',
  text: `
    with created as (
      insert into app_user (id, username, display_name, level, permissions, language, password_hash,
        password_change_required)
      values ($1, $2, $3, $4, $5, $6, $7, true) on conflict (username) do nothing returning *
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $8, $9, 'user', id, 'created', jsonb_build_object('username', username, 'displayName', display_name,
        'level', level, 'permissions', permissions) from created
    )
    select ${USER_COLUMNS} from created u`,
};

async function create(database: Database, user: NewUser, actor: Actor): Promise<User | undefined> {
  const [row] = await database.rows<UserRow>(CREATE, [
    ...[user.id, user.username, user.displayName, user.level, user.permissions, user.language ?? null],
    ...[user.passwordHash, actor.kind, actor.id],
  ]);
  return row && userOf(row);
}

export function createUserStore(database: Database): UserStore {
  return {
    create: (user, actor) => create(database, user, actor),
    get: (id) => userById(database, id),
    findByUsername: (username) => userByName(database, username),
    list: (page) => list(database, page),
    names: (ids) => names(database, ids),
    change: (id, version, changes, actor) => change(database, id, version, changes, actor),
    resetPassword: (id, hash, actor) => resetPassword(database, id, hash, actor),
    changePassword: (id, from, to, actor) => changePassword(database, id, from, to, actor),
    proposeSecondFactor: (id, secret) => propose(database, id, secret),
    confirmSecondFactor: (id, secret, step, actor) => confirm(database, id, secret, step, actor),
    removeSecondFactor: (id, actor, step) => remove(database, id, actor, step),
    beginSignIn: (username) => begin(database, username),
    takeBackSignIn: (username, failures) => takeBack(database, username, failures),
    forgetSignIns: (username) => forget(database, username),
    logSignIn: (type, userId, data) => log(database, type, userId, data),
  };
}
