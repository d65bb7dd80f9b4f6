import type { LineStatus } from '../domain/lines';
import type { Database, Statement } from './database';
import type { Batched, LineStore } from './interfaces/lines';

const PUBLISH: Statement = {
  name: 'line-publish',
  text: `
    with changed as (
      insert into line as l (acquirer, status, since) values ($1, $2, now())
      on conflict (acquirer) do update set status = excluded.status, since = excluded.since, updated_at = now()
        where l.status <> excluded.status
      returning acquirer
    )
    insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
    select 'system', 'line', 'line', acquirer, $2, jsonb_build_object('type', $2::text) from changed`,
};

/** Payments and refunds stand in one queue. */
const QUEUE = `
  select 'payment' as kind, id, queued_at, acquirer from payment where queued_at is not null
  union all
  select 'refund', id, queued_at, acquirer from refund where queued_at is not null`;

const NEXT: Statement = {
  name: 'line-next',
  text: `
    select kind, id, to_char(queued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "queuedAt"
    from (${QUEUE}) queue
    where acquirer = $1
      and (queued_at, id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::text, ''))
    order by queued_at, id limit 1`,
};

const COUNT: Statement = {
  name: 'line-count',
  text: `
    select acquirer, count(*) filter (where kind = 'payment')::int as payments,
      count(*) filter (where kind = 'refund')::int as refunds
    from (${QUEUE}) queue group by acquirer`,
};

export function createLineStore(database: Database): LineStore {
  return {
    async publish(acquirer, status) {
      await database.rows(PUBLISH, [acquirer, status]);
    },
    async list() {
      const lines = await database.read((prisma) => prisma.line.findMany({ orderBy: { acquirer: 'asc' } }));
      return lines.map(({ acquirer, status, since }) => ({
        acquirer,
        status: status as LineStatus,
        since: since.toISOString(),
      }));
    },
    async nextBatched(acquirer, after) {
      const values = [acquirer, after?.queuedAt ?? null, after?.id ?? null];
      return (await database.rows<Batched>(NEXT, values))[0];
    },
    countBatched: () => database.rows(COUNT, []),
  };
}
