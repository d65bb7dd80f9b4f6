import type { Actor } from '../domain/actors';
import type { Posting } from '../domain/ledger';
import type { Database, Statement } from './database';
import type { Intent, Settlement } from './interfaces/steps';

/** What the statement needs to know of a change to a payment or a refund. */
export interface RecordedChange {
  id: string;
  fact: { type: string };
  actor: Actor;
  to: { version: number; status: string; attention?: string };
  /** The status once it is terminal. */
  ended: string | null;
  postings: Posting[];
  /** `reference` is the step's own. */
  settles?: Settlement<string> & { reference: string };
  next?: Intent<string>;
}

/** A part of a statement that also follows from the change: it reads from `changed`, and `$23` is its own. */
export interface Consequence {
  sql: string;
  value: string | null;
}

/**
 * Records a change: one round trip, all or nothing. The update decides: where it finds another version, every other part
 * selects from nothing. A step that has an outcome keeps it: that is what the outside system said, even where a person
 * decides otherwise later.
 */
export async function recordChange(
  database: Database,
  table: 'payment' | 'refund',
  change: RecordedChange,
  consequence?: Consequence,
): Promise<'recorded' | 'stale'> {
  const { id, to, ended, fact, actor } = change;
  const values = [
    ...[id, to.version, to.status, ended, to.attention ?? null, JSON.stringify(to)],
    ...settlement(change),
    ...intent(change),
    ...lines(change),
    ...[actor.kind, actor.id, fact.type, JSON.stringify(fact)],
    ...(consequence ? [consequence.value] : []),
  ];
  const rows = await database.rows(statementFor(table, consequence?.sql), values);
  return rows.length > 0 ? 'recorded' : 'stale';
}

/** What becomes of its place in the queue is said by the status alone. */
function statementFor(table: 'payment' | 'refund', consequence = ''): Statement {
  const [steps, key] = [`${table}_step`, `${table}_id`];
  return {
    name: `${table}-record`,
    text: `
      with changed as (
        update ${table} set version = $2, status = $3, ended = $4, attention = $5, state = $6::jsonb, updated_at = now(),
          batched = batched or $3 = 'batched',
          queued_at = case when $3 = 'batched' then coalesce(queued_at, clock_timestamp()) end
        where id = $1 and version = $2 - 1 returning *
      ), settled as (
        insert into ${steps} (${key}, step, reference, status, attempt, settled_at, external_id, code)
        select id, $7, $8, $9, 0, now(), $10, $11 from changed where $7::text is not null
        on conflict (${key}, step) do update set status = excluded.status, settled_at = excluded.settled_at,
          external_id = excluded.external_id, code = excluded.code
          where ${steps}.status in ('ready', 'sent')
      ), intended as (
        insert into ${steps} (${key}, step, reference, status, attempt, sent_at)
        select id, $12, $13, $14::text, ($14::text = 'sent')::int, case when $14::text = 'sent' then now() end
        from changed where $12::text is not null
      ), posted as (
        insert into posting (payment_id, leg, line, account, currency, value)
        select c.${table === 'payment' ? 'id' : 'payment_id'}, l.leg, l.line, l.account, l.currency, l.value
        from changed c, unnest($15::text[], $16::text[], $17::text[], $18::bigint[])
          with ordinality as l (leg, account, currency, value, line)
      ), logged as (
        insert into audit_entry (actor_kind, actor_id, object_kind, object_id, version, type, data, state)
        select $19, $20, '${table}', id, $2, $21, $22::jsonb, $6::jsonb from changed
      )${consequence && `, consequence as (${consequence})`}
      select id from changed`,
  };
}

/** Step, reference, status, external id and code of the step that is settled. */
function settlement({ settles }: RecordedChange): (string | null)[] {
  if (!settles || settles.outcome.kind === 'unknown') return [null, null, null, null, null];
  const { step, reference, outcome } = settles;
  const externalId = outcome.kind === 'succeeded' ? (outcome.value.externalId ?? null) : null;
  const code = outcome.kind === 'declined' ? outcome.code : null;
  return [step, reference, outcome.kind, externalId, code];
}

/** Step, reference and status of the step that comes next. */
function intent({ next }: RecordedChange): (string | null)[] {
  return next ? [next.step, next.reference, next.status] : [null, null, null];
}

/** The postings, a column each. */
function lines({ postings }: RecordedChange): (string | number)[][] {
  return [
    postings.map((posting) => posting.leg),
    postings.map((posting) => posting.account),
    postings.map((posting) => posting.currency),
    postings.map((posting) => posting.value),
  ];
}
