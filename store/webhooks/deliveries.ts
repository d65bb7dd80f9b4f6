import type { Actor } from '../../domain/actors';
import type { WebhookEvent } from '../../domain/webhooks';
import type { Database, Statement } from '../database';
import type { WebhookDelivery as Row, WebhookEvent as EventRow } from '../generated/prisma/client';
import type { KeysetPage } from '../interfaces/reading';
import type { DeliveryState, ToldEvent, WebhookDelivery, WebhookDeliveryLog } from '../interfaces/webhooks';
import { newDeliveryId, newEventId } from './ids';
import { afterPlace, pageOf } from './pages';

const TEST: Statement = {
  name: 'webhook-test',
  text: `
    with asked as (
      select id from webhook_endpoint where id = $1 and deleted_at is null
    ), event as (
      insert into webhook_event (id, type, object_kind, object_id, sequence, body)
      select $2, $3, $4, $5, $6::int, $7 from asked returning id
    ), delivery as (
      insert into webhook_delivery (id, endpoint_id, event_id, state)
      select $8, $1, id, 'pending' from event returning id, endpoint_id
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $9, $10, 'webhook_endpoint', endpoint_id, 'tested', jsonb_build_object('deliveryId', id) from delivery
    )
    select id from delivery`,
};

const ASK_AGAIN: Statement = {
  name: 'webhook-ask-again',
  text: `
    with asked as (
      update webhook_delivery set again = true, started_at = null, state = 'pending', settled_at = null,
        claim = null, claimed_at = null
      where id = $1 returning id, endpoint_id
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $2, $3, 'webhook_endpoint', endpoint_id, 'redelivery_asked', jsonb_build_object('deliveryId', id) from asked
    )
    select id from asked`,
};

export async function test(
  database: Database,
  endpointId: string,
  { type, object, sequence, body }: ToldEvent,
  actor: Actor,
): Promise<string | undefined> {
  const values = [endpointId, newEventId(), type, object.kind, object.id, sequence, body, newDeliveryId()];
  const [row] = await database.rows<{ id: string }>(TEST, [...values, actor.kind, actor.id]);
  return row?.id;
}

export async function askAgain(database: Database, id: string, actor: Actor): Promise<boolean> {
  return (await database.rows(ASK_AGAIN, [id, actor.kind, actor.id])).length > 0;
}

export async function deliveries(
  database: Database,
  endpointId: string,
  { state }: { state?: DeliveryState },
  page: { cursor?: string; limit: number },
): Promise<KeysetPage<WebhookDelivery>> {
  const where = { AND: [{ endpointId, state }, afterPlace(page.cursor)] };
  const rows = await database.read((prisma) =>
    prisma.webhookDelivery.findMany({
      where,
      include: { event: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: page.limit + 1,
    }),
  );
  return pageOf(rows, page.limit, deliveryOf);
}

export async function delivery(database: Database, id: string): Promise<WebhookDeliveryLog | undefined> {
  const row = await database.read((prisma) =>
    prisma.webhookDelivery.findFirst({
      where: { id, endpoint: { deletedAt: null } },
      include: { event: true, endpoint: true, log: { orderBy: { number: 'asc' } } },
    }),
  );
  if (!row) return undefined;
  const log = row.log.map(({ number, at, status, error, durationMs, response }) => ({
    number,
    at: at.toISOString(),
    ...(status !== null && { status }),
    ...(error !== null && { error }),
    durationMs,
    ...(response !== null && { response }),
  }));
  return { ...deliveryOf(row), channel: row.endpoint.channel, body: row.event.body, log };
}

function deliveryOf({ event, ...row }: Row & { event: EventRow }): WebhookDelivery {
  return {
    id: row.id,
    endpointId: row.endpointId,
    eventId: row.eventId,
    type: event.type as WebhookEvent,
    object: { kind: event.objectKind, id: event.objectId },
    sequence: event.sequence,
    state: row.state as DeliveryState,
    attempts: row.attempts,
    ...(row.nextAttemptAt && { nextAttemptAt: row.nextAttemptAt.toISOString() }),
    ...(row.settledAt && { settledAt: row.settledAt.toISOString() }),
    createdAt: row.createdAt.toISOString(),
  };
}
