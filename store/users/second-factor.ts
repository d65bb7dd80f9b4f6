import type { Actor } from '../../domain/actors';
import type { Database, Statement } from '../database';

const PROPOSE: Statement = {
  name: 'second-factor-propose',
  text: 'update app_user set totp_proposed = $2 where id = $1 and totp_secret is null returning id',
};

const CONFIRM: Statement = {
  name: 'second-factor-confirm',
  text: `
    with changed as (
      update app_user set totp_secret = totp_proposed, totp_proposed = null, totp_step = $3
      where id = $1 and totp_proposed = $2 and totp_secret is null returning id
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $4, $5, 'user', id, 'second_factor_added', '{}' from changed
    )
    select id from changed`,
};

/** An administrator has no code of the user's: any step is then late enough. */
const REMOVE: Statement = {
  name: 'second-factor-remove',
  text: `
    with changed as (
      update app_user set totp_secret = null, totp_proposed = null, totp_step = coalesce($2::bigint, totp_step)
      where id = $1 and totp_secret is not null and ($2::bigint is null or coalesce(totp_step, 0) < $2::bigint)
      returning id
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $3, $4, 'user', id, 'second_factor_removed', '{}' from changed
    )
    select id from changed`,
};

export async function propose(database: Database, id: string, secret: string): Promise<boolean> {
  return (await database.rows(PROPOSE, [id, secret])).length > 0;
}

export async function confirm(
  database: Database,
  id: string,
  secret: string,
  step: number,
  actor: Actor,
): Promise<boolean> {
  return (await database.rows(CONFIRM, [id, secret, step, actor.kind, actor.id])).length > 0;
}

export async function remove(database: Database, id: string, actor: Actor, step?: number): Promise<boolean> {
  return (await database.rows(REMOVE, [id, step ?? null, actor.kind, actor.id])).length > 0;
}
