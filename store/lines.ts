import { TRIAL_CLAIM_MS } from '../domain/lines';
import type { LineStatus } from '../domain/lines';
import type { Database, Statement } from './database';
import type { Batched, LineStore, Trial } from './interfaces/lines';

const PUBLISH: Statement = {
  name: 'line-publish',
  text: `
    with changed as (
      insert into line as l (acquirer, status, since) values ($1, $2, now())
      on conflict (acquirer) do update set status = excluded.status, since = excluded.since, updated_at = now(),
          trial_offered = false, trial_payment_id = null, trial_claimed_at = null
        where l.status <> excluded.status
      returning acquirer
    )
    insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
    select 'system', 'line', 'line', acquirer, $2, jsonb_build_object('type', $2::text) from changed`,
};

/** Payments and refunds stand in one queue. */
const QUEUE = `
  select 'payment' as kind, id, queued_at, acquirer, source->>'type' = 'vaulted_card' as vaulted
  from payment where queued_at is not null
  union all
  select 'refund', id, queued_at, acquirer, false from refund where queued_at is not null`;

const NEXT: Statement = {
  name: 'line-next',
  text: `
    select kind, id, to_char(queued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "queuedAt"
    from (${QUEUE}) queue
    where acquirer = $1
      and (queued_at, id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::text, ''))
      and not (vaulted and $4::bool)
    order by queued_at, id limit 1`,
};

const COUNT: Statement = {
  name: 'line-count',
  text: `
    select acquirer, count(*) filter (where kind = 'payment')::int as payments,
      count(*) filter (where kind = 'refund')::int as refunds
    from (${QUEUE}) queue group by acquirer`,
};

const OFFER: Statement = {
  name: 'line-trial-offer',
  text: `update line set trial_offered = true where acquirer = $1 and status = 'trial' and not trial_offered`,
};

const FREE: Statement = {
  name: 'line-trial-free',
  text: `
    update line set trial_payment_id = null, trial_claimed_at = null
    where acquirer = $1 and trial_payment_id = $2`,
};

/** Nobody has it, or one has of which nothing came. */
const UNCLAIMED = `(trial_claimed_at is null or trial_claimed_at < now() - interval '${TRIAL_CLAIM_MS} milliseconds')`;

const WITHDRAW: Statement = {
  name: 'line-trial-withdraw',
  text: `
    update line set trial_offered = false, trial_payment_id = null, trial_claimed_at = null
    where acquirer = $1 and ${UNCLAIMED} returning acquirer`,
};

/** Whoever comes second waits for the row's lock, and finds it claimed. */
const CLAIM: Statement = {
  name: 'line-trial-claim',
  text: `
    update line set trial_payment_id = $2, trial_claimed_at = now()
    where acquirer = $1 and trial_offered and ${UNCLAIMED} returning acquirer`,
};

const TRIAL: Statement = {
  name: 'line-trial',
  text: `
    select trial_payment_id as "paymentId", extract(epoch from now() - trial_claimed_at)::float8 * 1000 as "claimedMsAgo"
    from line where acquirer = $1 and trial_payment_id is not null`,
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
    async nextBatched(acquirer, { after, withoutVaulted = false } = {}) {
      const values = [acquirer, after?.queuedAt ?? null, after?.id ?? null, withoutVaulted];
      return (await database.rows<Batched>(NEXT, values))[0];
    },
    async offerTrial(acquirer) {
      await database.rows(OFFER, [acquirer]);
    },
    async freeTrial(acquirer, paymentId) {
      await database.rows(FREE, [acquirer, paymentId]);
    },
    withdrawTrial: async (acquirer) => (await database.rows(WITHDRAW, [acquirer])).length > 0,
    claimTrial: async (acquirer, paymentId) => (await database.rows(CLAIM, [acquirer, paymentId])).length > 0,
    trialOf: async (acquirer) => (await database.rows<Trial>(TRIAL, [acquirer]))[0],
    countBatched: () => database.rows(COUNT, []),
  };
}
