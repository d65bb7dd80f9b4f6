import type { Database, Statement } from '../database';

/** Any number of ours: held by the one who forgets, to the end of its transaction. */
const FORGETTER_LOCK = 7_245_312;

/** All of it in one statement, whose references are checked when it has ended. */
const FORGET: Statement = {
  name: 'webhook-forget',
  text: `
    with old as (
      select id, event_id from webhook_delivery where settled_at < now() - $2::float8 * interval '1 ms'
      order by settled_at limit $1 for update skip locked
    ), attempts as (
      delete from webhook_attempt a using old where a.delivery_id = old.id
    ), deliveries as (
      delete from webhook_delivery d using old where d.id = old.id returning d.id
    ), events as (
      delete from webhook_event e using (select distinct event_id from old) told
      where e.id = told.event_id and not exists (
        select from webhook_delivery d where d.event_id = e.id and d.id not in (select id from old)
      )
    )
    select id from deliveries`,
};

/**
 * By one at a time: of two that delete the last deliveries of one event, each would see the other's still there, and leave the event.
 * Read committed, so that what is deleted is read once the lock is held.
 */
export function forget(database: Database, limit: number, afterMs: number): Promise<number> {
  return database.transaction('begin isolation level read committed', async (client) => {
    const { rows } = await client.query('select pg_try_advisory_xact_lock($1) as mine', [FORGETTER_LOCK]);
    if (!rows[0].mine) return 0;
    return (await client.query({ ...FORGET, values: [limit, afterMs] })).rows.length;
  });
}
