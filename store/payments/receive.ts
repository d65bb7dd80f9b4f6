import type { Actor } from '../../domain/actors';
import type { PaymentOrder } from '../../domain/orders';
import { received, type PaymentState } from '../../domain/payments';
import type { Database, Statement } from '../database';
import { StatementRefused } from '../failures';
import type { NewIntent, Received, ReceivedBefore } from '../interfaces/payments';
import { endedAs, PAYMENT_COLUMNS, recordOf, type PaymentRow } from './rows';

/** The facts that a creating call answers with. */
const ANSWERS = ['page_opened', 'funding_succeeded', 'funding_declined', 'cancelled'];

/** What the call left that took the key. */
const BEFORE = `
    select k.request_hash as "requestHash",
      (select a.state from audit_entry a
        where a.object_kind = 'payment' and a.object_id = k.payment_id
          and (a.type in (${ANSWERS.map((type) => `'${type}'`).join(', ')}) or a.state->>'status' = 'batched')
        order by a.version limit 1) as answered,
      ${PAYMENT_COLUMNS}
    from idempotency_key k left join payment p on p.id = k.payment_id
    where k.channel = $1 and k.key = $2`;

/**
 * Takes the idempotency key first: all else is inserted only by the one call that gets it. Whoever does not
 * reads what the first one left.
 */
const RECEIVE: Statement = {
  name: 'receive',
  text: `
    with key as (
      insert into idempotency_key (channel, key, request_hash, payment_id) values ($1, $2, $3, $4)
      on conflict do nothing returning payment_id
    ), accepted as (
      insert into payment (id, amount_value, amount_currency, account_by, account_value, biller, acquirer, channel,
        source, card, receipt, customer_id, reference, status, ended, version, state, created_at, batched, queued_at,
        created_by)
      select payment_id, $5::bigint, $6, $7, $8, $9, $10, $1, $11::jsonb,
        (select jsonb_build_object('brand', brand, 'last4', last4) from card where id = $12),
        $13::jsonb, $14, $15, $16, $17, $18::int, $19::jsonb, $20::timestamptz,
        $27::bool, case when $27::bool then clock_timestamp() end, $28
      from key returning *
    ), intended as (
      insert into payment_step (payment_id, step, reference, status, attempt, sent_at)
      select id, $21, $22, $23::text, ($23::text = 'sent')::int, case when $23::text = 'sent' then now() end from accepted
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, version, type, data, state)
      select $24, $25, 'payment', id, version, 'received', $26::jsonb, state from accepted
    )
    select null as "requestHash", null::jsonb as answered, ${PAYMENT_COLUMNS} from accepted p
    union all
    ${BEFORE} and not exists (select from key)`,
};

/** One token, one payment: a statement that breaks it leaves nothing behind, its idempotency key neither. */
const ONE_PAYMENT_FOR_A_TOKEN = 'payment_vault_token_key';

const RECEIVED_BEFORE: Statement = { name: 'received-before', text: BEFORE };

interface ReceivedRow extends PaymentRow {
  /** Of the call that came first; null where it was this one. */
  requestHash: string | null;
  answered: PaymentState | null;
}

export interface Request {
  idempotencyKey: string;
  requestHash: string;
  actor: Actor;
  first: NewIntent;
}

export async function receive(database: Database, order: PaymentOrder, request: Request): Promise<Received> {
  const values = valuesOf(order, request);
  for (;;) {
    const row = await attempt(database, values);
    if (row === 'token_used') return { kind: row };
    // A call that had to wait for a twin to commit sees neither its own row nor, in its older snapshot, the twin's.
    if (!row) continue;
    if (row.requestHash === null) return { kind: 'new', record: recordOf(row) };
    return before(row, request.requestHash);
  }
}

async function attempt(
  database: Database,
  values: unknown[],
): Promise<ReceivedRow | 'token_used' | undefined> {
  try {
    return (await database.rows<ReceivedRow>(RECEIVE, values))[0];
  } catch (error) {
    if (error instanceof StatementRefused && error.constraint === ONE_PAYMENT_FOR_A_TOKEN)
      return 'token_used';
    throw error;
  }
}

export async function receivedBefore(
  database: Database,
  channel: string,
  key: string,
  requestHash: string,
): Promise<ReceivedBefore | undefined> {
  const [row] = await database.rows<ReceivedRow>(RECEIVED_BEFORE, [channel, key]);
  return row && before(row, requestHash);
}

function before(row: ReceivedRow, requestHash: string): ReceivedBefore {
  if (row.requestHash !== requestHash || row.id === null) return { kind: 'mismatch' };
  return { kind: 'replayed', record: recordOf(row), ...(row.answered && { answered: row.answered }) };
}

function valuesOf(order: PaymentOrder, { idempotencyKey, requestHash, actor, first }: Request): unknown[] {
  const state = received(order);
  return [
    ...[order.channel, idempotencyKey, requestHash, order.id],
    ...[order.amount.value, order.amount.currency, order.account.by, order.account.value],
    ...[order.biller, order.acquirer, JSON.stringify(order.source)],
    order.source.type === 'card' ? order.source.cardId : null,
    order.receipt ? JSON.stringify(order.receipt) : null,
    ...[order.customerId ?? null, order.reference ?? null],
    ...[state.status, endedAs(state.status), state.version, JSON.stringify(state), order.createdAt],
    ...[first.step, first.reference, first.status],
    ...[actor.kind, actor.id, JSON.stringify(loggedAs(order)), order.batched ?? false],
    order.createdBy?.id ?? null,
  ];
}

function loggedSource(source: PaymentOrder['source']): object {
  const { type } = source;
  switch (type) {
    case 'card':
      return { type, cardId: source.cardId };
    case 'vaulted_card':
      return { type, brand: source.brand, last4: source.last4 };
    case 'hosted_page':
      return { type };
  }
}

/** What the log keeps of an order: what binds, without the token and without where the receipt goes. */
function loggedAs({
  amount,
  account,
  source,
  acquirer,
  biller,
  customerId,
  reference,
  batched,
}: PaymentOrder): object {
  return {
    type: 'received',
    amount,
    account,
    source: loggedSource(source),
    acquirer,
    biller,
    customerId,
    reference,
    batched,
  };
}
