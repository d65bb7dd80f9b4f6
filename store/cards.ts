import type { RegisteredCard } from '../domain/cards';
import type { Database, Statement } from './database';
import type { Card } from './generated/prisma/client';
import type { CardStore } from './interfaces/cards';

/** The log keeps no token. */
const SAVE: Statement = {
  name: 'save-card',
  text: `
    with saved as (
      insert into card (id, customer_id, acquirer, token, brand, last4, expiry_month, expiry_year, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (customer_id, acquirer, token) do nothing returning *
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $10, $11, 'card', id, 'registered',
        jsonb_build_object('customerId', customer_id, 'acquirer', acquirer, 'brand', brand, 'last4', last4) from saved
    )
    select 1 from saved`,
};

/** Every card payment begins with it, so it does without Prisma's overhead. */
const GET: Statement = {
  name: 'get-card',
  text: `
    select id, customer_id as "customerId", acquirer, token, brand, last4, expiry_month as "expiryMonth",
      expiry_year as "expiryYear", created_at as "createdAt" from card where id = $1`,
};

export function createCardStore(database: Database): CardStore {
  const find = (customerId: string, acquirer: string, token: string) =>
    database.read((prisma) =>
      prisma.card.findUnique({
        where: { customerId_acquirer_token: { customerId, acquirer, token } },
      }),
    );
  return {
    async save(card, actor) {
      const values = [
        ...[card.id, card.customerId, card.acquirer, card.token, card.brand, card.last4],
        ...[card.expiryMonth, card.expiryYear, card.createdAt, actor.kind, actor.id],
      ];
      if ((await database.rows(SAVE, values)).length > 0) return card;
      const kept = await find(card.customerId, card.acquirer, card.token);
      return kept ? cardOf(kept) : card;
    },
    async get(id) {
      const [row] = await database.rows<Card>(GET, [id]);
      return row ? cardOf(row) : undefined;
    },
    async list(customerId) {
      const rows = await database.read((prisma) =>
        prisma.card.findMany({ where: { customerId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }),
      );
      return rows.map(cardOf);
    },
  };
}

const cardOf = (row: Card): RegisteredCard => ({ ...row, createdAt: row.createdAt.toISOString() });
