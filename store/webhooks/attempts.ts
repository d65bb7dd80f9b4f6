import type { Database, Statement } from '../database';
import type { Settlement, WebhookAttempt, WebhookToSend } from '../interfaces/webhooks';

const TO_SEND: Statement = {
  name: 'webhook-to-send',
  text: `
    select w.id as "endpointId", w.url, e.id as "eventId", e.body,
      array[w.secret] || array(
        select old->>'secret' from jsonb_array_elements(w.old_secrets) with ordinality as olds (old, place)
        where (old->>'until')::timestamptz > now() order by place
      ) as secrets
    from webhook_delivery d join webhook_endpoint w on w.id = d.endpoint_id join webhook_event e on e.id = d.event_id
    where d.id = $1 and w.enabled`,
};

/** The delivery's row gives the try its number. */
const ATTEMPTED: Statement = {
  name: 'webhook-attempted',
  text: `
    with counted as (
      update webhook_delivery set attempts = attempts + 1, state = $2,
        settled_at = case when $2::text <> 'pending' then now() end,
        next_attempt_at = now() + $3::float8 * interval '1 ms'
      where id = $1 returning id, attempts, endpoint_id
    ), disabled as (
      update webhook_endpoint set enabled = false, disabled_reason = 'gone', updated_at = now()
      where $4::boolean and enabled and id = (select endpoint_id from counted) returning id
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select 'system', 'webhooks', 'webhook_endpoint', id, 'disabled',
        jsonb_build_object('reason', 'gone', 'deliveryId', $1::text) from disabled
    )
    insert into webhook_attempt (delivery_id, number, at, status, error, duration_ms, response)
    select id, attempts, $5::timestamptz, $6::smallint, $7, $8::int, $9 from counted`,
};

const GIVE_UP: Statement = {
  name: 'webhook-give-up',
  text: `
    update webhook_delivery set state = 'failed', settled_at = now(), next_attempt_at = null
    where id = $1 and state = 'pending'`,
};

export async function toSend(database: Database, deliveryId: string): Promise<WebhookToSend | undefined> {
  const [row] = await database.rows<WebhookToSend>(TO_SEND, [deliveryId]);
  return row;
}

export async function attempted(
  database: Database,
  deliveryId: string,
  { at, status, error, durationMs, response }: WebhookAttempt,
  settlement: Settlement,
): Promise<void> {
  const nextInMs = settlement.state === 'pending' ? settlement.nextInMs : null;
  const disables = settlement.state === 'failed' && settlement.disables;
  await database.rows(ATTEMPTED, [
    ...[deliveryId, settlement.state, nextInMs, disables],
    ...[at, status ?? null, error ?? null, durationMs, response ?? null],
  ]);
}

export async function giveUp(database: Database, deliveryId: string): Promise<void> {
  await database.rows(GIVE_UP, [deliveryId]);
}
