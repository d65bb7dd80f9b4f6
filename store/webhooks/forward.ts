import type { PoolClient } from 'pg';
import { wants } from '../../domain/webhooks';
import type { WebhookEvent } from '../../domain/webhooks';
import type { Database } from '../database';
import type { Tell, ToldEvent } from '../interfaces/webhooks';
import { changesIn, type FoundChange } from './changes';
import { newDeliveryId, newEventId } from './ids';

/**
 * Follows the log by its seals: they name what is committed, each entry once, and nothing appears before them later. Whoever
 * has the cursor's row moves it in the same transaction in which the deliveries are made.
 */
export function forward(database: Database, seals: number, tell: Tell): Promise<number> {
  return database.transaction('begin isolation level read committed', async (client) => {
    const { rows: mine } = await client.query<{ seal: string }>(
      'select seal from webhook_cursor for update skip locked',
    );
    if (!mine[0]) return 0;
    const from = mine[0].seal;
    const { rows } = await client.query<{ count: string; last: string | null }>(
      `select count(*) as count, max(number) as last
       from (select number from audit_seal where number > $1 order by number limit $2) s`,
      [from, seals],
    );
    const { count, last } = rows[0]!;
    if (last === null) return 0;
    await keep(client, await changesIn(client, from, last), tell);
    await client.query('update webhook_cursor set seal = $1', [last]);
    return Number(count);
  });
}

interface Listener {
  id: string;
  channel: string;
  events: WebhookEvent[];
  listensFrom: Date;
}

async function keep(client: PoolClient, changes: FoundChange[], tell: Tell): Promise<void> {
  if (changes.length === 0) return;
  const { rows: listeners } = await client.query<Listener>(
    `select id, channel, events, listens_from as "listensFrom" from webhook_endpoint
     where enabled and channel = any($1)`,
    [[...new Set(changes.map(({ channel }) => channel))]],
  );
  const events: (ToldEvent & { id: string; entryId: string })[] = [];
  const deliveries: { endpointId: string; eventId: string }[] = [];
  for (const { entryId, at, channel, before, change } of changes) {
    const event = tell(change, before);
    if (!event) continue;
    const to = listeners.filter(
      (one) => one.channel === channel && one.listensFrom <= at && wants(one.events, event.type),
    );
    if (to.length === 0) continue;
    const id = newEventId();
    events.push({ ...event, id, entryId });
    deliveries.push(...to.map((one) => ({ endpointId: one.id, eventId: id })));
  }
  await insertEvents(client, events);
  await insertDeliveries(client, deliveries);
}

async function insertEvents(
  client: PoolClient,
  events: (ToldEvent & { id: string; entryId: string })[],
): Promise<void> {
  await client.query(
    `insert into webhook_event (id, type, object_kind, object_id, sequence, body, entry_id)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::bigint[])`,
    [
      events.map(({ id }) => id),
      events.map(({ type }) => type),
      events.map(({ object }) => object.kind),
      events.map(({ object }) => object.id),
      events.map(({ sequence }) => sequence),
      events.map(({ body }) => body),
      events.map(({ entryId }) => entryId),
    ],
  );
}

async function insertDeliveries(
  client: PoolClient,
  deliveries: { endpointId: string; eventId: string }[],
): Promise<void> {
  await client.query(
    `insert into webhook_delivery (id, endpoint_id, event_id, state)
     select id, endpoint_id, event_id, 'pending' from unnest($1::text[], $2::text[], $3::text[])
       as d (id, endpoint_id, event_id)`,
    [
      deliveries.map(() => newDeliveryId()),
      deliveries.map(({ endpointId }) => endpointId),
      deliveries.map(({ eventId }) => eventId),
    ],
  );
}
