import { requested } from '../../domain/refunds';
import type { RefundOrder } from '../../domain/refunds';
import type { Database, Statement } from '../database';
import { StatementRefused } from '../failures';
import type { RefundRecord, Requested } from '../interfaces/refunds';
import { REFUND_COLUMNS, recordOf, termsOf } from './rows';
import type { RefundRow } from './rows';

/**
 * The payment's row decides: its lock lets one request at a time in, and only while enough of it is left. A twin with the
 * same key fails on the key, whole, and then finds the first one's refund.
 */
const REQUEST: Statement = {
  name: 'refund-request',
  text: `
    with held as (
      update payment set refund_reserved = refund_reserved + $3::bigint
      where id = $2 and status = 'succeeded' and attention is null and amount_currency = $4
        and refund_reserved + $3::bigint <= amount_value
        and not exists (select from refund where request_key = $8)
      returning id
    ), accepted as (
      insert into refund (id, payment_id, amount_value, amount_currency, reason, asked_by_kind, asked_by_id, request_key,
        channel, acquirer, terms, status, version, state, created_at)
      select $1, id, $3::bigint, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13::int, $14::jsonb, $15::timestamptz
      from held returning *
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, version, type, data, state)
      select $6, $7, 'refund', id, version, 'requested', $16::jsonb, state from accepted
    )
    select true as new, ${REFUND_COLUMNS} from accepted p
    union all
    select false, ${REFUND_COLUMNS} from refund p where p.request_key = $8`,
};

/** What the call left that took the key. */
const BEFORE: Statement = {
  name: 'refund-requested-before',
  text: `select ${REFUND_COLUMNS} from refund p where p.request_key = $1`,
};

const LEFT: Statement = {
  name: 'refund-left',
  text: `
    select (amount_value - refund_reserved)::text as "left" from payment
    where id = $1 and status = 'succeeded' and attention is null and amount_currency = $2`,
};

const UNIQUE_VIOLATION = '23505';

export async function request(
  database: Database,
  order: RefundOrder,
  requestKey: string,
): Promise<Requested> {
  for (;;) {
    const row = await attempt(database, order, requestKey);
    if (row === 'twin') continue;
    if (row) return { kind: row.new ? 'new' : 'replayed', record: recordOf(row) };
    // A call that had to wait for its twin's hold on the payment does not see the twin's refund in its older snapshot.
    const record = await requestedBefore(database, requestKey);
    if (record) return { kind: 'replayed', record };
    const [payment] = await database.rows<{ left: string }>(LEFT, [order.paymentId, order.amount.currency]);
    if (!payment) return { kind: 'not_refundable' };
    const left = Number(payment.left);
    // Enough again, since another request was just given up: try again.
    if (left < order.amount.value) return { kind: 'exceeds', left };
  }
}

export async function requestedBefore(
  database: Database,
  requestKey: string,
): Promise<RefundRecord | undefined> {
  const [row] = await database.rows<RefundRow>(BEFORE, [requestKey]);
  return row && recordOf(row);
}

async function attempt(
  database: Database,
  order: RefundOrder,
  requestKey: string,
): Promise<(RefundRow & { new: boolean }) | 'twin' | undefined> {
  try {
    const values = valuesOf(order, requestKey);
    return (await database.rows<RefundRow & { new: boolean }>(REQUEST, values))[0];
  } catch (error) {
    if (error instanceof StatementRefused && error.code === UNIQUE_VIOLATION) return 'twin';
    throw error;
  }
}

function valuesOf(order: RefundOrder, requestKey: string): unknown[] {
  const { id, paymentId, amount, reason, askedBy, channel, acquirer, createdAt } = order;
  const state = requested();
  return [
    ...[id, paymentId, amount.value, amount.currency, reason, askedBy.kind, askedBy.id, requestKey],
    ...[channel, acquirer, JSON.stringify(termsOf(order))],
    ...[state.status, state.version, JSON.stringify(state), createdAt],
    JSON.stringify({ type: 'requested', paymentId, amount, reason, acquirer }),
  ];
}
