import type { PoolClient } from 'pg';
import type { Standing, WebhookObject } from '../../domain/webhooks';
import type { SealedChange } from '../interfaces/webhooks';
import { PAYMENT_COLUMNS, recordOf as paymentOf, type PaymentRow } from '../payments/rows';
import { REFUND_COLUMNS, recordOf as refundOf, type RefundRow } from '../refunds/rows';

/** Where each object's rows are; another object is another line here. */
const ROWS: { [Object in WebhookObject]: { columns: string; changeOf(row: never): SealedChange } } = {
  payment: {
    columns: PAYMENT_COLUMNS,
    changeOf: (row: PaymentRow) => ({ object: 'payment', record: paymentOf(row) }),
  },
  refund: {
    columns: REFUND_COLUMNS,
    changeOf: (row: RefundRow) => ({ object: 'refund', record: refundOf(row) }),
  },
};

const WITHOUT_REFUNDS = { refundReserved: 0n, refunded: 0n };

/** A change, and what decides who is told of it. */
export interface FoundChange {
  entryId: string;
  at: Date;
  channel: string;
  before?: Standing;
  change: SealedChange;
}

interface Row {
  seal: string;
  place: string;
  entryId: string;
  at: Date;
  before: Standing | null;
  after: object;
  batchedThen: boolean;
  channel: string;
}

/** The changes that the seals above `from` up to `to` name where any endpoint of the channel listened, in the log's order. */
export async function changesIn(client: PoolClient, from: string, to: string): Promise<FoundChange[]> {
  const rows: (Row & { object: WebhookObject })[] = [];
  for (const object of Object.keys(ROWS) as WebhookObject[]) {
    const found = await client.query<Row>(queryFor(object), [from, to]);
    rows.push(...found.rows.map((row) => ({ ...row, object })));
  }
  rows.sort((a, b) => Number(BigInt(a.seal) - BigInt(b.seal)) || Number(a.place) - Number(b.place));
  return rows.map(({ object, entryId, at, channel, before, after, batchedThen, ...row }) => {
    // What was asked for, which stays as it is, and the state that the log has of then. What refunds hold of a payment is no
    // part of that state, and would be of now: each version would have several bodies. So would `batched` of a refund.
    const then = { ...row, channel, state: after, updatedAt: at, batched: batchedThen, ...WITHOUT_REFUNDS };
    const change = ROWS[object].changeOf(then as never);
    return { entryId, at, channel, before: before ?? undefined, change };
  });
}

const queryFor = (object: WebhookObject): string => `
  select s.number as seal, listed.place, e.id as "entryId", e.at, e.state as after, b.state as before,
    ${ROWS[object].columns},
    exists (
      select from audit_entry w where w.object_kind = e.object_kind and w.object_id = e.object_id
        and w.version <= e.version and w.state->>'status' = 'batched'
    ) as "batchedThen"
  from audit_seal s
  cross join unnest(s.entry_ids) with ordinality as listed (id, place)
  join audit_entry e on e.id = listed.id
  join ${object} p on p.id = e.object_id
  left join audit_entry b
    on b.object_kind = e.object_kind and b.object_id = e.object_id and b.version = e.version - 1
  where s.number > $1 and s.number <= $2 and e.object_kind = '${object}' and e.version is not null
    and exists (
      select from webhook_endpoint w where w.channel = p.channel and w.enabled and w.listens_from <= e.at
    )`;
