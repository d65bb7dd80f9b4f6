import { isTerminal, type PaymentStatus } from '../../domain/payments';
import type { Database, Statement } from '../database';
import type { Prisma } from '../generated/prisma/client';
import type { KeysetPage } from '../interfaces/reading';
import type { LoggedFact, PaymentFilter, PaymentRecord } from '../interfaces/payments';
import { readCursor, writeCursor } from '../cursor';
import { PAYMENT_COLUMNS, recordOf, type PaymentRow } from './rows';

/** The most that one page holds, whatever is asked for. */
const MAX_PAGE = 1000;

/** By the database's clock. Oldest first, and after a place: those that wait for days don't hide the others. */
const STRANDED: Statement = {
  name: 'stranded',
  text: `
    select ${PAYMENT_COLUMNS} from payment p
    where (p.ended is null or p.attention is not null) and p.updated_at < now() - $1::float8 * interval '1 ms'
      and (p.created_at, p.id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::text, ''))
    order by p.created_at, p.id limit $4`,
};

export async function get(database: Database, id: string): Promise<PaymentRecord | undefined> {
  const row = await database.read((prisma) => prisma.payment.findUnique({ where: { id } }));
  return row ? recordOf(row) : undefined;
}

export async function facts(database: Database, id: string): Promise<LoggedFact[]> {
  const entries = await database.read((prisma) =>
    prisma.auditEntry.findMany({
      where: { objectKind: 'payment', objectId: id },
      orderBy: { version: 'asc' },
    }),
  );
  return entries.map((entry) => ({
    version: entry.version ?? 0,
    fact: entry.data as LoggedFact['fact'],
    actor: { kind: entry.actorKind as LoggedFact['actor']['kind'], id: entry.actorId },
    at: entry.at.toISOString(),
  }));
}

export async function list(
  database: Database,
  filter: PaymentFilter,
  page: { cursor?: string; limit: number },
): Promise<KeysetPage<PaymentRecord>> {
  const limit = Math.min(page.limit, MAX_PAGE);
  const where = { AND: [whereOf(filter), page.cursor === undefined ? {} : after(page.cursor)] };
  const rows = await database.read((prisma) =>
    prisma.payment.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: limit + 1 }),
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(recordOf),
    ...(rows.length > limit && last && { cursor: writeCursor(last) }),
  };
}

export async function stranded(
  database: Database,
  unchangedForMs: number,
  limit: number,
  after?: PaymentRecord,
): Promise<PaymentRecord[]> {
  const place = [after?.order.createdAt ?? null, after?.order.id ?? null];
  const rows = await database.rows<PaymentRow>(STRANDED, [
    unchangedForMs,
    ...place,
    Math.min(limit, MAX_PAGE),
  ]);
  return rows.map(recordOf);
}

function whereOf(filter: PaymentFilter): Prisma.PaymentWhereInput {
  const { search } = filter;
  return {
    ...(filter.status && statusIn(filter.status)),
    ...(filter.channel !== undefined && { channel: filter.channel }),
    ...(filter.account !== undefined && { accountValue: filter.account }),
    ...(filter.reference !== undefined && { reference: filter.reference }),
    ...(search !== undefined && { OR: [{ id: search }, { accountValue: search }, { reference: search }] }),
    ...(filter.createdBy !== undefined && { createdBy: filter.createdBy }),
    ...(filter.batched !== undefined && { batched: filter.batched }),
    ...(filter.attention !== undefined && { attention: filter.attention ? { not: null } : null }),
    createdAt: { gte: time(filter.createdFrom), lt: time(filter.createdTo) },
  };
}

/** Said in terms of `ended` where it can be, because that column has the index. */
function statusIn(status: PaymentStatus[]): Prisma.PaymentWhereInput {
  if (status.length > 0 && status.every(isTerminal)) return { ended: { in: status } };
  if (!status.some(isTerminal)) return { ended: null, status: { in: status } };
  return { status: { in: status } };
}

/** The first line is implied by the second; it is what the index can begin at. */
function after(cursor: string): Prisma.PaymentWhereInput {
  const { createdAt, id } = readCursor(cursor);
  return {
    createdAt: { lte: createdAt },
    OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }],
  };
}

const time = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);
