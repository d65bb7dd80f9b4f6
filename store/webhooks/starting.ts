import { randomUUID } from 'node:crypto';
import type { Database, Statement } from '../database';
import type { WebhookStart } from '../interfaces/webhooks';

/** Longer than starting takes: what is claimed for so long was claimed by a process that died. */
const CLAIMED_FOR = '1 minute';

/** What should have been tried before that has lost its workflow, and takes nobody's place. */
const TRIED_WITHIN = '10 minutes';

const TO_START = `started_at is null and (claimed_at is null or claimed_at < now() - interval '${CLAIMED_FOR}')`;

/**
 * Channels take turns, and each has so many under way at most: started and not tried yet, or due to be tried again. What
 * hangs at one channel's receivers waits here for its turn, and not in the queue that all share. Settled is what was to be
 * started anew, while its workflow was alive after all and has brought it meanwhile.
 */
const CLAIM: Statement = {
  name: 'webhook-claim',
  text: `
    with under_way as (
      select w.channel, count(*) as number from webhook_delivery d join webhook_endpoint w on w.id = d.endpoint_id
      where d.state = 'pending' and (
        d.started_at > now() - interval '${TRIED_WITHIN}' and d.next_attempt_at is null
        or d.next_attempt_at between now() - interval '${TRIED_WITHIN}' and now())
      group by w.channel
    ), waiting as (
      select d.id, d.created_at, coalesce(u.number, 0) +
        row_number() over (partition by w.channel order by d.created_at, d.id) as turn
      from webhook_endpoint w
      cross join lateral (
        select id, created_at from webhook_delivery
        where endpoint_id = w.id and ${TO_START} order by created_at, id limit $3
      ) d
      left join under_way u on u.channel = w.channel
    ), next as (
      select id from waiting where turn <= $3 order by turn, created_at, id limit $1
    ), found as (
      select id from webhook_delivery where id in (select id from next) and ${TO_START} for update skip locked
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
  { limit, perChannel }: { limit: number; perChannel: number },
  start: (delivery: WebhookStart) => Promise<boolean>,
): Promise<number> {
  const claim = randomUUID();
  const rows = await database.rows<ClaimedRow>(CLAIM, [limit, claim, perChannel]);
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
