import type { Database, Statement } from './database';
import type { IdempotencyStore } from './interfaces/idempotency';

/** A request that is still unanswered after this long died with its process: the next one may run. */
const GIVEN_UP_AFTER = '1 minute';

const BEGIN: Statement = {
  name: 'idempotency-begin',
  text: `
    with begun as (
      insert into idempotency_key as k (channel, key, request_hash) values ($1, $2, $3)
      on conflict (channel, key) do update set
        created_at = now(), attempt = k.attempt + 1, abandoned = false
        where k.status is null and k.payment_id is null and k.request_hash = excluded.request_hash
          and (k.abandoned or k.created_at < now() - interval '${GIVEN_UP_AFTER}')
      returning attempt
    )
    select attempt, $3 as "requestHash", null::int as status, null::json as body from begun
    union all
    select null, request_hash, status, body from idempotency_key
    where channel = $1 and key = $2 and not exists (select from begun)`,
};

const FINISH: Statement = {
  name: 'idempotency-finish',
  text: `
    update idempotency_key set status = $4, body = $5::json
    where channel = $1 and key = $2 and attempt = $3 and not abandoned and status is null and payment_id is null`,
};

const ABANDON: Statement = {
  name: 'idempotency-abandon',
  text: `
    update idempotency_key set abandoned = true
    where channel = $1 and key = $2 and attempt = $3 and status is null and payment_id is null`,
};

/** A payment's key stays with it for good: it is what makes the payment one. */
const FORGET: Statement = {
  name: 'idempotency-forget',
  text: `
    delete from idempotency_key k using (
      select channel, key from idempotency_key
      where payment_id is null and created_at < now() - $2::float8 * interval '1 ms'
      order by created_at limit $1 for update skip locked
    ) old
    where k.channel = old.channel and k.key = old.key returning 1`,
};

interface KeyRow {
  /** Of the one who takes it now; null where nobody may. */
  attempt: number | null;
  requestHash: string;
  status: number | null;
  body: unknown;
}

export function createIdempotencyStore(database: Database): IdempotencyStore {
  return {
    async begin(channel, key, requestHash) {
      for (;;) {
        const [row] = await database.rows<KeyRow>(BEGIN, [channel, key, requestHash]);
        // A twin committed while this call waited: look again.
        if (!row) continue;
        if (row.attempt !== null) return { kind: 'new', attempt: row.attempt };
        if (row.requestHash !== requestHash) return { kind: 'mismatch' };
        return row.status === null
          ? { kind: 'running' }
          : { kind: 'replayed', status: row.status, body: row.body };
      }
    },
    async finish(channel, key, attempt, status, body) {
      await database.rows(FINISH, [channel, key, attempt, status, JSON.stringify(body ?? null)]);
    },
    async abandon(channel, key, attempt) {
      await database.rows(ABANDON, [channel, key, attempt]);
    },
    async forget(limit, afterMs) {
      return (await database.rows(FORGET, [limit, afterMs])).length;
    },
  };
}
