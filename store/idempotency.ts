import type { Database, Statement } from './database';
import type { IdempotencyStore } from './interfaces/idempotency';

/** A request that is still unanswered after this long died with its process: the next one may run. */
const GIVEN_UP_AFTER = '1 minute';

const BEGIN: Statement = {
  name: 'idempotency-begin',
  text: `
    with begun as (
      insert into idempotency_key as k (channel, key, request_hash) values ($1, $2, $3)
      on conflict (channel, key) do update set created_at = now()
        where k.status is null and k.payment_id is null and k.request_hash = excluded.request_hash
          and k.created_at < now() - interval '${GIVEN_UP_AFTER}'
      returning 1
    )
    select true as begun, $3 as "requestHash", null::int as status, null::json as body from begun
    union all
    select false, request_hash, status, body from idempotency_key
    where channel = $1 and key = $2 and not exists (select from begun)`,
};

const FINISH: Statement = {
  name: 'idempotency-finish',
  text: `
    update idempotency_key set status = $3, body = $4::json
    where channel = $1 and key = $2 and status is null and payment_id is null`,
};

const ABANDON: Statement = {
  name: 'idempotency-abandon',
  text: 'delete from idempotency_key where channel = $1 and key = $2 and status is null and payment_id is null',
};

interface KeyRow {
  begun: boolean;
  requestHash: string;
  status: number | null;
  body: unknown;
}

export function createIdempotencyStore(database: Database): IdempotencyStore {
  return {
    async begin(channel, key, requestHash) {
      for (;;) {
        const [row] = await database.rows<KeyRow>(BEGIN, [channel, key, requestHash]);
        // A twin committed while this call waited, or was abandoned: look again.
        if (!row) continue;
        if (row.begun) return { kind: 'new' };
        if (row.requestHash !== requestHash) return { kind: 'mismatch' };
        return row.status === null
          ? { kind: 'running' }
          : { kind: 'replayed', status: row.status, body: row.body };
      }
    },
    async finish(channel, key, status, body) {
      await database.rows(FINISH, [channel, key, status, JSON.stringify(body ?? null)]);
    },
    async abandon(channel, key) {
      await database.rows(ABANDON, [channel, key]);
    },
  };
}
