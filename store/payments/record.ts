import { referenceOf } from '../../domain/steps';
import type { Database, Statement } from '../database';
import type { Change } from '../interfaces/payments';
import { endedAs } from './rows';

/**
 * The update decides: where it finds another version, every other part selects from nothing. A step that has an
 * outcome keeps it: that is what the outside system said, even where a person decides otherwise later.
 */
const RECORD: Statement = {
  name: 'record',
  text: `
    with changed as (
      update payment set version = $2, status = $3, ended = $4, attention = $5, state = $6::jsonb, updated_at = now()
      where id = $1 and version = $2 - 1 returning id
    ), settled as (
      insert into payment_step (payment_id, step, reference, status, attempt, settled_at, external_id, code)
      select id, $7, $8, $9, 0, now(), $10, $11 from changed where $7::text is not null
      on conflict (payment_id, step) do update set status = excluded.status, settled_at = excluded.settled_at,
        external_id = excluded.external_id, code = excluded.code
        where payment_step.status in ('ready', 'sent')
    ), intended as (
      insert into payment_step (payment_id, step, reference, status, attempt, sent_at)
      select id, $12, $13, $14::text, ($14::text = 'sent')::int, case when $14::text = 'sent' then now() end
      from changed where $12::text is not null
    ), posted as (
      insert into posting (payment_id, leg, line, account, currency, value)
      select c.id, l.leg, l.line, l.account, l.currency, l.value
      from changed c, unnest($15::text[], $16::text[], $17::text[], $18::bigint[])
        with ordinality as l (leg, account, currency, value, line)
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, version, type, data, state)
      select $19, $20, 'payment', id, $2, $21, $22::jsonb, $6::jsonb from changed
    )
    select id from changed`,
};

export async function record(database: Database, change: Change): Promise<'recorded' | 'stale'> {
  const { order, to, fact, actor } = change;
  const values = [
    ...[order.id, to.version, to.status, endedAs(to.status), to.attention ?? null, JSON.stringify(to)],
    ...settlement(change),
    ...intent(change),
    ...lines(change),
    ...[actor.kind, actor.id, fact.type, JSON.stringify(fact)],
  ];
  const rows = await database.rows(RECORD, values);
  return rows.length > 0 ? 'recorded' : 'stale';
}

/** Step, reference, status, external id and code of the step that is settled. */
function settlement({ order, settles }: Change): (string | null)[] {
  if (!settles || settles.outcome.kind === 'unknown') return [null, null, null, null, null];
  const { step, outcome } = settles;
  const externalId = outcome.kind === 'succeeded' ? (outcome.value.externalId ?? null) : null;
  const code = outcome.kind === 'declined' ? outcome.code : null;
  return [step, referenceOf(order.id, step), outcome.kind, externalId, code];
}

/** Step, reference and status of the step that comes next. */
function intent({ next }: Change): (string | null)[] {
  return next ? [next.step, next.reference, next.status] : [null, null, null];
}

/** The postings, a column each. */
function lines({ postings }: Change): (string | number)[][] {
  return [
    postings.map((posting) => posting.leg),
    postings.map((posting) => posting.account),
    postings.map((posting) => posting.currency),
    postings.map((posting) => posting.value),
  ];
}
