import type { Database, Statement } from './database';
import type { MessageStore, MessageWay } from './interfaces/messages';

/** Carriers use ids again after a while: another notification under the same id begins anew. */
const SENT: Statement = {
  name: 'message-sent',
  text: `
    insert into message as m (way, message_id, notification_id, payment_id, state) values ($1, $2, $3, $4, 'sent')
    on conflict (way, message_id) do update set
      state = case when coalesce(m.notification_id, $3) = $3 then m.state else 'sent' end,
      at = case when coalesce(m.notification_id, $3) = $3 then m.at else now() end,
      notification_id = $3, payment_id = $4
    returning state`,
};

/** Sender and receipt meet in one row, so neither can miss the other. What was delivered stays delivered. */
const RECEIPT: Statement = {
  name: 'message-receipt',
  text: `
    insert into message as m (way, message_id, state) values ($1, $2, $3)
    on conflict (way, message_id) do update set
      state = case when m.state = 'delivered' then m.state else excluded.state end,
      at = case when m.state = 'delivered' then m.at else now() end
    returning notification_id as "notificationId"`,
};

const FORGET: Statement = {
  name: 'message-forget',
  text: `
    delete from message m using (
      select way, message_id from message where at < now() - $2::float8 * interval '1 ms'
      order by at limit $1 for update skip locked
    ) old
    where m.way = old.way and m.message_id = old.message_id returning 1`,
};

export function createMessageStore(database: Database): MessageStore {
  return {
    async sent({ notificationId, paymentId, way, messageId }) {
      const values = [way, messageId, notificationId, paymentId];
      const [row] = await database.rows<{ state: 'sent' | 'delivered' | 'failed' }>(SENT, values);
      return row?.state ?? 'sent';
    },
    async receipt(way, messageId, state) {
      const values = [way, messageId, state];
      const [row] = await database.rows<{ notificationId: string | null }>(RECEIPT, values);
      return row?.notificationId ?? undefined;
    },
    async list(paymentId) {
      const rows = await database.read((prisma) =>
        prisma.message.findMany({ where: { paymentId }, orderBy: [{ at: 'asc' }, { messageId: 'asc' }] }),
      );
      return rows.map(({ way, state, at }) => ({ way: way as MessageWay, state, at: at.toISOString() }));
    },
    async forget(limit, afterMs) {
      return (await database.rows(FORGET, [limit, afterMs])).length;
    },
  };
}
