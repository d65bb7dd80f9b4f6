import type { Actor } from '../../domain/actors';
import { MOST_ENDPOINTS } from '../../domain/webhooks';
import type { WebhookEvent } from '../../domain/webhooks';
import type { Database, Statement } from '../database';
import type { WebhookEndpoint as Row } from '../generated/prisma/client';
import type { KeysetPage } from '../interfaces/reading';
import type {
  EndpointChanges,
  NewEndpoint,
  RegisteredEndpoint,
  WebhookEndpoint,
} from '../interfaces/webhooks';
import { log } from './endpoint-log';
import { afterPlace, pageOf } from './pages';
import { SECRETS, madeBy } from './secrets';
import type { OldSecret, Secrets } from './secrets';

/** Any number of ours: with a channel's hash, it lets one endpoint at a time be counted and added. */
const REGISTER_LOCK = 7_245_311;

const COLUMNS = `
  id, channel, url, description, events, enabled, disabled_reason as "disabledReason",
  old_secrets as "oldSecrets", created_at as "createdAt", updated_at as "updatedAt"`;

const REMOVE: Statement = {
  name: 'webhook-remove',
  text: `
    with removed as (
      update webhook_endpoint set deleted_at = now(), updated_at = now(), enabled = false, disabled_reason = null,
        secret = null, rotation = null, old_secrets = '[]'
      where id = $1 and deleted_at is null returning id, channel, url
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $2, $3, 'webhook_endpoint', id, 'removed', jsonb_build_object('channel', channel, 'url', url) from removed
    )
    select id from removed`,
};

export function register(
  database: Database,
  { id, channel, url, description, events, secret, commandId }: NewEndpoint,
  actor: Actor,
): Promise<RegisteredEndpoint | 'too_many'> {
  return database.transaction('begin', async (client) => {
    await client.query('select pg_advisory_xact_lock($1, hashtext($2))', [REGISTER_LOCK, channel]);
    const { rows: there } = await client.query<Row & Secrets>(
      `select ${COLUMNS}, ${SECRETS} from webhook_endpoint where channel = $1 and deleted_at is null`,
      [channel],
    );
    for (const one of there) {
      const made = madeBy(one, commandId);
      if (made) return { endpoint: endpointOf(one), secret: made.secret };
    }
    if (there.length >= MOST_ENDPOINTS) return 'too_many';
    const { rows } = await client.query<Row>(
      `insert into webhook_endpoint (id, channel, url, description, events, secret, rotation)
       values ($1, $2, $3, $4, $5, $6, jsonb_build_object('id', $7::text, 'until', now())) returning ${COLUMNS}`,
      [id, channel, url, description ?? null, events, secret, commandId],
    );
    await log(client, id, actor, 'registered', { channel, url, description, events });
    return { endpoint: endpointOf(rows[0]!), secret };
  });
}

export async function endpoint(database: Database, id: string): Promise<WebhookEndpoint | undefined> {
  const row = await database.read((prisma) =>
    prisma.webhookEndpoint.findFirst({ where: { id, deletedAt: null } }),
  );
  return row ? endpointOf(row) : undefined;
}

export async function endpoints(
  database: Database,
  channel: string | undefined,
  page: { cursor?: string; limit: number },
): Promise<KeysetPage<WebhookEndpoint>> {
  const where = { AND: [{ deletedAt: null, channel }, afterPlace(page.cursor)] };
  const rows = await database.read((prisma) =>
    prisma.webhookEndpoint.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: page.limit + 1,
    }),
  );
  return pageOf(rows, page.limit, endpointOf);
}

export function change(
  database: Database,
  id: string,
  changes: EndpointChanges,
  actor: Actor,
): Promise<WebhookEndpoint | undefined> {
  return database.transaction('begin', async (client) => {
    const { rows } = await client.query<Row>(
      `select ${COLUMNS} from webhook_endpoint where id = $1 and deleted_at is null for update`,
      [id],
    );
    const before = rows[0];
    if (!before) return undefined;
    const [was, becomes] = differenceOf(before, changes);
    if (Object.keys(becomes).length === 0) return endpointOf(before);
    const { url, description, events, enabled } = { ...before, ...becomes };
    const { rows: changed } = await client.query<Row>(
      `update webhook_endpoint set url = $2, description = $3, events = $4, enabled = $5, updated_at = now(),
         disabled_reason = case when $6 then null else disabled_reason end,
         listens_from = case when $5 and $6 then now() else listens_from end
       where id = $1 returning ${COLUMNS}`,
      [id, url, description, events, enabled, becomes.enabled !== undefined],
    );
    await log(client, id, actor, 'changed', { before: was, after: becomes });
    return endpointOf(changed[0]!);
  });
}

export async function remove(database: Database, id: string, actor: Actor): Promise<boolean> {
  return (await database.rows(REMOVE, [id, actor.kind, actor.id])).length > 0;
}

/** What of the changes is one, before and after. */
function differenceOf(before: Row, changes: EndpointChanges): [EndpointChanges, EndpointChanges] {
  const names = (['url', 'description', 'events', 'enabled'] as const).filter(
    (name) => changes[name] !== undefined && String(changes[name]) !== String(before[name]),
  );
  const of = (from: object): EndpointChanges =>
    Object.fromEntries(names.map((name) => [name, (from as EndpointChanges)[name]]));
  return [of(before), of(changes)];
}

type Shown = Pick<Row, 'id' | 'channel' | 'url' | 'description' | 'events' | 'enabled' | 'disabledReason'> &
  Pick<Row, 'oldSecrets' | 'createdAt' | 'updatedAt'>;

function endpointOf(row: Shown): WebhookEndpoint {
  const [last] = row.oldSecrets as unknown as OldSecret[];
  return {
    id: row.id,
    channel: row.channel,
    url: row.url,
    ...(row.description !== null && { description: row.description }),
    events: row.events as WebhookEvent[],
    enabled: row.enabled,
    ...(row.disabledReason !== null && { disabledReason: row.disabledReason as 'gone' }),
    ...(last && { oldSecretUntil: new Date(last.until).toISOString() }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
