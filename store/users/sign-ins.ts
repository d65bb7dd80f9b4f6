import { FREE_SIGN_INS, LOCK_OUTS_MS } from '../../domain/users';
import { BEGUN } from '../audit/begun';
import type { Database, Statement } from '../database';
import type { SignInAttempt } from '../interfaces/users';
import { credentialsOf, nameHash, USER_COLUMNS, type UserRow } from './rows';

/** Wrong sign-ins that are so long ago count no more. */
const FORGOTTEN_AFTER = '1 day';

/** `failures` so many in a row lock the name for so long; null for the first ones. */
const lockAfter = (failures: string): string => `
  case when ${failures} >= ${FREE_SIGN_INS} then now() + interval '1 ms' *
    (array[${LOCK_OUTS_MS.join(', ')}])[least(${failures} - ${FREE_SIGN_INS - 1}, ${LOCK_OUTS_MS.length})] end`;

/** Where the name is locked, nothing is counted, and `failures` is null. Long past attempts of others are cleared away. */
const BEGIN: Statement = {
  name: 'sign-in-begin',
  text: `
    with cleared as (
      delete from sign_in_attempt where name_hash in (
        select name_hash from sign_in_attempt where at < now() - interval '${FORGOTTEN_AFTER}' and name_hash <> $1
        limit 10 for update skip locked)
    ), attempt as (
      insert into sign_in_attempt as a (name_hash, failures) values ($1, 1)
      on conflict (name_hash) do update set at = now(),
        failures = case when a.at < now() - interval '${FORGOTTEN_AFTER}' then 1 else a.failures + 1 end,
        locked_until = case when a.at < now() - interval '${FORGOTTEN_AFTER}' then null
          else ${lockAfter('a.failures + 1')} end
        where a.locked_until is null or a.locked_until <= now()
      returning failures
    )
    select (select failures from attempt) as failures,
      (select extract(epoch from locked_until - now())::float8 * 1000 from sign_in_attempt where name_hash = $1)
        as "lockedForMs", ${USER_COLUMNS}
    from (select) as once left join app_user u on u.username = $2`,
};

const TAKE_BACK: Statement = {
  name: 'sign-in-take-back',
  text: `
    update sign_in_attempt set failures = failures - 1, locked_until = null
    where name_hash = $1 and failures = $2`,
};

const FORGET: Statement = {
  name: 'sign-in-forget',
  text: 'delete from sign_in_attempt where name_hash = $1',
};

const LOG: Statement = {
  name: 'sign-in-log',
  text: `
    with ${BEGUN}
    insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
    select 'system', 'sign_in', 'user', $1, $2, $3::jsonb from begun where xact is not null`,
};

type BeginRow = { failures: number | null; lockedForMs: number | null } & (UserRow | { id: null });

export async function begin(database: Database, username: string): Promise<SignInAttempt> {
  for (;;) {
    const [row] = await database.rows<BeginRow>(BEGIN, [nameHash(username), username]);
    if (row!.failures !== null) {
      const credentials = row!.id === null ? undefined : credentialsOf(row!);
      return { kind: 'open', failures: row!.failures, credentials };
    }
    // Where this one waited for another that locked the name, its older snapshot does not have the lock: look again.
    if (!row!.lockedForMs || row!.lockedForMs <= 0) continue;
    return { kind: 'locked', forMs: Math.floor(row!.lockedForMs!), userId: row!.id ?? undefined };
  }
}

export async function takeBack(database: Database, username: string, failures: number): Promise<void> {
  await database.rows(TAKE_BACK, [nameHash(username), failures]);
}

export async function forget(database: Database, username: string): Promise<void> {
  await database.rows(FORGET, [nameHash(username)]);
}

export async function log(
  database: Database,
  type: string,
  userId: string | undefined,
  data: object,
): Promise<void> {
  await database.rows(LOG, [userId ?? 'unknown', type, JSON.stringify(data)]);
}
