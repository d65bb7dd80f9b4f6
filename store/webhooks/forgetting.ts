import type { Database, Statement } from '../database';

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

export async function forget(database: Database, limit: number, afterMs: number): Promise<number> {
  return (await database.rows(FORGET, [limit, afterMs])).length;
}
