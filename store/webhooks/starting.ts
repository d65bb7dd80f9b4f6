import { randomUUID } from 'node:crypto';
import type { Database, Statement } from '../database';
import type { WebhookStart } from '../interfaces/webhooks';

/** Longer than starting takes: what is claimed for so long was claimed by a process that died. */
const CLAIMED_FOR = '1 minute';

/** Settled is what was to be started anew, while its workflow was alive after all and has brought it meanwhile. */
const CLAIM: Statement = {
  name: 'webhook-claim',
  text: `
    with found as (
      select id from webhook_delivery
      where started_at is null and (claimed_at is null or claimed_at < now() - interval '${CLAIMED_FOR}')
      order by created_at, id limit $1 for update skip locked
    ), claimed as (
      update webhook_delivery d set claim = $2::uuid, claimed_at = now() from found where d.id = found.id
      returning d.id, d.again, d.state <> 'pending' and not d.again as settled, d.event_id, d.endpoint_id,
        d.created_at
    )
    select d.id, d.again, d.settled, e.type, e.object_kind as kind, e.object_id as "objectId", w.channel
    from claimed d join webhook_event e on e.id = d.event_id join webhook_endpoint w on w.id = d.endpoint_id
    order by d.created_at, d.id`,
};

/** Whoever was asked for again meanwhile has lost its claim, and is started once more. */
const SETTLE_CLAIM: Statement = {
  name: 'webhook-settle-claim',
  text: `
    update webhook_delivery set claim = null, claimed_at = null,
      started_at = case when id = any($2) then now() end, again = again and not id = any($2)
    where claim = $1::uuid`,
};

/** As if they had never been started: nobody has asked for them again, and what does have a workflow is left to it. */
const REVIVE: Statement = {
  name: 'webhook-revive',
  text: `
    with overdue as (
      select id from webhook_delivery
      where state = 'pending' and started_at < now() - $2::float8 * interval '1 ms'
        and coalesce(next_attempt_at, started_at) < now() - $2::float8 * interval '1 ms'
      order by started_at limit $1 for update skip locked
    )
    update webhook_delivery d set started_at = null from overdue where d.id = overdue.id returning d.id`,
};

type ClaimedRow = Omit<WebhookStart, 'object'> & { kind: string; objectId: string; settled: boolean };

/**
 * A crash between starting and saying so leaves the claim to run out, and the delivery to be started again: that is the same
 * as once, as its workflow has its id, and what has ended is settled; one that was asked for again may come twice.
 */
export async function startPending(
  database: Database,
  limit: number,
  start: (delivery: WebhookStart) => Promise<boolean>,
): Promise<number> {
  const claim = randomUUID();
  const rows = await database.rows<ClaimedRow>(CLAIM, [limit, claim]);
  if (rows.length === 0) return 0;
  const begin = async ({ kind, objectId, settled, ...one }: ClaimedRow): Promise<boolean> =>
    settled || start({ ...one, object: { kind, id: objectId } });
  const started = await Promise.all(rows.map(begin));
  const ids = rows.filter((_row, index) => started[index]).map(({ id }) => id);
  await database.rows(SETTLE_CLAIM, [claim, ids]);
  return ids.length;
}

export async function reviveStuck(database: Database, limit: number, overdueMs: number): Promise<number> {
  return (await database.rows(REVIVE, [limit, overdueMs])).length;
}
