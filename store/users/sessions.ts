import { BEGUN } from '../audit/begun';
import type { Database, Statement } from '../database';
import type { NewSession, SessionStore, UserSession } from '../interfaces/sessions';
import { USER_COLUMNS, userOf, type UserRow } from './rows';

/** A look-up writes when a session was seen this long ago at least. */
const TOUCHED_EVERY_MS = 60_000;

const START: Statement = {
  name: 'session-start',
  text: `
    with signed_in as (
      update app_user set last_sign_in_at = now(), totp_step = coalesce($5::bigint, totp_step),
        totp_secret = coalesce($6, totp_secret)
      where id = $1 and password_hash = $2 and not disabled and ($7
        or case when totp_secret is null then $5::bigint is null else coalesce(totp_step, 0) < $5::bigint end)
      returning *
    ), ended as (
      delete from user_session where (user_id = $1 and expires_at <= now()) or hash = $8
    ), started as (
      insert into user_session (hash, user_id, expires_at)
      select $3, id, now() + $4::float8 * interval '1 ms' from signed_in returning *
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select 'user', id, 'user', id, 'signed_in', $9::jsonb from signed_in
    )
    select s.seen_at as "seenAt", s.expires_at as "expiresAt", ${USER_COLUMNS}
    from started s cross join signed_in u`,
};

const FIND: Statement = {
  name: 'session-find',
  text: `
    with touched as (
      update user_session set seen_at = now()
      where hash = $1 and expires_at > now() and seen_at > now() - $2::float8 * interval '1 ms'
        and seen_at <= now() - $3::float8 * interval '1 ms'
      returning seen_at
    )
    select coalesce((select seen_at from touched), s.seen_at) as "seenAt", s.expires_at as "expiresAt", ${USER_COLUMNS}
    from user_session s join app_user u on u.id = s.user_id
    where s.hash = $1 and s.expires_at > now() and s.seen_at > now() - $2::float8 * interval '1 ms' and not u.disabled`,
};

const END: Statement = {
  name: 'session-end',
  text: `
    with ended as (delete from user_session where hash = $1 returning user_id)
    insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
    select $2, $3, 'user', user_id, 'signed_out', '{}' from ended`,
};

const END_ALL: Statement = {
  name: 'sessions-end',
  text: `
    with ${BEGUN}, ended as (
      delete from user_session where user_id = $1 returning hash
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $2, $3, 'user', id, 'signed_out', jsonb_build_object('sessions', (select count(*) from ended))
      from app_user, begun where id = $1 and xact is not null
    )
    select id from app_user where id = $1`,
};

type SessionRow = UserRow & { seenAt: Date; expiresAt: Date };

const sessionOf = (row: SessionRow | undefined): UserSession | undefined =>
  row && { user: userOf(row), seenAt: row.seenAt.toISOString(), expiresAt: row.expiresAt.toISOString() };

export function createSessionStore(database: Database): SessionStore {
  return {
    async start(session) {
      const [row] = await database.rows<SessionRow>(START, valuesOf(session));
      return sessionOf(row);
    },
    async find(tokenHash, idleMs, touches = true) {
      // What was idle for longer than it may be is not found, let alone touched.
      const touchAfterMs = touches ? Math.min(TOUCHED_EVERY_MS, idleMs / 2) : 2 * idleMs;
      const [row] = await database.rows<SessionRow>(FIND, [tokenHash, idleMs, touchAfterMs]);
      return sessionOf(row);
    },
    async end(tokenHash, actor) {
      await database.rows(END, [tokenHash, actor.kind, actor.id]);
    },
    async endAll(userId, actor) {
      return (await database.rows(END_ALL, [userId, actor.kind, actor.id])).length > 0;
    },
  };
}

function valuesOf(session: NewSession): unknown[] {
  const { userId, passwordHash, tokenHash, lifetimeMs, code, continues, replaces, address } = session;
  return [
    ...[userId, passwordHash, tokenHash, lifetimeMs, code?.step ?? null, code?.resealed ?? null],
    ...[continues ?? false, replaces ?? null, JSON.stringify({ address })],
  ];
}
