import type { PoolClient } from 'pg';
import { IN_TRANSIT } from '../domain/ledger';
import { BEGIN_SURVEY, type Database } from './database';
import type { LedgerCheck, LedgerStore } from './interfaces/ledger';

/** Problems listed at most: where there are more, the first ones say what is wrong. */
const MAX_PROBLEMS = 100;

type Problem = LedgerCheck['problems'][number];

const BALANCES = `
  select account, currency, sum(value)::text as balance from posting
  group by account, currency order by account, currency`;

/** Per currency, and for each leg by itself. */
const UNBALANCED = `
  select 'currency ' || currency as subject, 'sums to ' || sum(value) as detail
  from posting group by currency having sum(value) <> 0
  union all
  select payment_id, leg || ' sums to ' || sum(value) || ' ' || currency
  from posting group by payment_id, leg, currency having sum(value) <> 0
  limit $1`;

/**
 * Per payment: a leg is posted where it succeeded and nowhere else, with the payment's amount; the status follows
 * from the legs; and money is in transit only while the payment is under way.
 */
const DISAGREES = `
  with posted as (
    select payment_id,
      coalesce(sum(value) filter (where leg = 'funding' and value > 0), 0) as funding,
      coalesce(sum(value) filter (where leg = 'crediting' and value > 0), 0) as crediting,
      coalesce(sum(value) filter (where leg = 'reversal' and value > 0), 0) as reversal,
      coalesce(sum(value) filter (where account = $2), 0) as in_transit,
      array_agg(distinct currency) as currencies
    from posting group by payment_id
  ), expected as (
    select id, amount_value, amount_currency, status, ended,
      state->'funding'->>'status' = 'succeeded' as funded,
      state->'crediting'->>'status' = 'succeeded' as credited,
      state->'reversal'->>'status' = 'succeeded' as reversed,
      state->>'status' = status and (state->>'version')::int = version as projected
    from payment
  ), compared as (
    select e.id, array_remove(array[
      case when not projected then 'its columns and its state differ' end,
      case when funded <> (status in ('funded', 'succeeded', 'reversing', 'reversed'))
        or credited <> (status = 'succeeded') or reversed <> (status = 'reversed')
        then 'its legs do not make it ' || status end,
      case when coalesce(funding, 0) <> amount_value * funded::int then 'funding is posted as ' || coalesce(funding, 0) end,
      case when coalesce(crediting, 0) <> amount_value * credited::int
        then 'crediting is posted as ' || coalesce(crediting, 0) end,
      case when coalesce(reversal, 0) <> amount_value * reversed::int
        then 'reversal is posted as ' || coalesce(reversal, 0) end,
      case when currencies <> array[amount_currency] then 'it is posted in ' || array_to_string(currencies, ', ') end,
      case when ended is not null and coalesce(in_transit, 0) <> 0
        then 'it has ended with ' || in_transit || ' in transit' end
    ], null) as found
    from expected e left join posted p on p.payment_id = e.id
  )
  select id as subject, array_to_string(found, '; ') as detail from compared
  where cardinality(found) > 0 order by id limit $1`;

/**
 * Per refund, as per payment; and per payment: what its refunds hold and what the card has back is what its refunds say.
 */
const REFUNDS_DISAGREE = `
  with posted as (
    select payment_id, split_part(leg, '.', 2) as id,
      coalesce(sum(value) filter (where leg like 'refunding.%' and value > 0), 0) as refunding,
      coalesce(sum(value) filter (where leg like 'debiting.%' and value > 0), 0) as debiting,
      array_agg(distinct currency) as currencies
    from posting where leg like '%.%' group by 1, 2
  ), compared as (
    select r.id, array_remove(array[
      case when r.state->>'status' <> r.status or (r.state->>'version')::int <> r.version
        then 'its columns and its state differ' end,
      case when coalesce(refunding, 0) <> r.amount_value * (r.state->'refunding'->>'status' = 'succeeded')::int
        then 'refunding is posted as ' || coalesce(refunding, 0) end,
      case when coalesce(debiting, 0) <> r.amount_value * (r.state->'debiting'->>'status' = 'succeeded')::int
        then 'debiting is posted as ' || coalesce(debiting, 0) end,
      case when currencies <> array[r.amount_currency] then 'it is posted in ' || array_to_string(currencies, ', ') end,
      case when (r.state->'debiting'->>'status' = 'succeeded') <> (r.status = 'succeeded')
        then 'its legs do not make it ' || r.status end
    ], null) as found
    from refund r left join posted p on p.id = r.id and p.payment_id = r.payment_id
    union all
    select p.id, array_remove(array[
      case when p.refund_reserved <> coalesce(sum(r.amount_value) filter (where r.ended is null or r.ended = 'succeeded'), 0)
        then 'its refunds do not hold ' || p.refund_reserved end,
      case when p.refunded <> coalesce(sum(r.amount_value) filter (where r.state->'refunding'->>'status' = 'succeeded'), 0)
        then 'its refunds have not given back ' || p.refunded end
    ], null)
    from payment p left join refund r on r.payment_id = p.id
    where p.refund_reserved > 0 or r.id is not null group by p.id
    union all
    select id, array['it is posted for a refund that is not there'] from posted p
    where not exists (select from refund r where r.id = p.id and r.payment_id = p.payment_id)
  )
  select id as subject, array_to_string(found, '; ') as detail from compared
  where cardinality(found) > 0 order by id limit $1`;

export function createLedgerStore(database: Database): LedgerStore {
  return {
    check: () =>
      database.transaction(BEGIN_SURVEY, async (client) => {
        const { rows: accounts } = await client.query<LedgerCheck['accounts'][number]>(BALANCES);
        const unbalanced = await problems(client, 'unbalanced', UNBALANCED, [MAX_PROBLEMS]);
        const left = MAX_PROBLEMS - unbalanced.length;
        const disagreeing = await problems(client, 'disagrees', DISAGREES, [left, IN_TRANSIT]);
        const refunds = await problems(client, 'disagrees', REFUNDS_DISAGREE, [left - disagreeing.length]);
        const found = [...unbalanced, ...disagreeing, ...refunds];
        return { balanced: found.length === 0, accounts, problems: found };
      }),
  };
}

async function problems(
  client: PoolClient,
  kind: Problem['kind'],
  sql: string,
  values: unknown[],
): Promise<Problem[]> {
  const { rows } = await client.query<{ subject: string; detail: string }>(sql, values);
  return rows.map((row) => ({ kind, ...row }));
}
