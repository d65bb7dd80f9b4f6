import { isRefundTerminal } from '../../domain/refunds';
import type { RefundStatus } from '../../domain/refunds';
import type { Database, Statement } from '../database';
import type { Prisma } from '../generated/prisma/client';
import type { LoggedRefundFact, RefundFilter, RefundRecord } from '../interfaces/refunds';
import type { KeysetPage } from '../interfaces/reading';
import { readCursor, writeCursor } from '../cursor';
import { REFUND_COLUMNS, recordOf } from './rows';
import type { RefundRow } from './rows';

/** The most that one page holds, whatever is asked for. */
const MAX_PAGE = 1000;

const STRANDED: Statement = {
  name: 'refund-stranded',
  text: `
    select ${REFUND_COLUMNS} from refund p
    where (p.ended is null or p.attention is not null) and p.updated_at < now() - $1::float8 * interval '1 ms'
      and (p.created_at, p.id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::text, ''))
    order by p.created_at, p.id limit $4`,
};

export async function get(database: Database, id: string): Promise<RefundRecord | undefined> {
  const row = await database.read((prisma) => prisma.refund.findUnique({ where: { id } }));
  return row ? recordOf(row) : undefined;
}

export async function facts(database: Database, id: string): Promise<LoggedRefundFact[]> {
  const entries = await database.read((prisma) =>
    prisma.auditEntry.findMany({
      where: { objectKind: 'refund', objectId: id },
      orderBy: { version: 'asc' },
    }),
  );
  return entries.map((entry) => ({
    version: entry.version ?? 0,
    fact: entry.data as LoggedRefundFact['fact'],
    actor: { kind: entry.actorKind as LoggedRefundFact['actor']['kind'], id: entry.actorId },
    at: entry.at.toISOString(),
  }));
}

export async function list(
  database: Database,
  filter: RefundFilter,
  page: { cursor?: string; limit: number },
): Promise<KeysetPage<RefundRecord>> {
  const limit = Math.min(page.limit, MAX_PAGE);
  const where = { AND: [whereOf(filter), page.cursor === undefined ? {} : after(page.cursor)] };
  const rows = await database.read((prisma) =>
    prisma.refund.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: limit + 1 }),
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
  after?: RefundRecord,
): Promise<RefundRecord[]> {
  const place = [after?.order.createdAt ?? null, after?.order.id ?? null];
  const values = [unchangedForMs, ...place, Math.min(limit, MAX_PAGE)];
  return (await database.rows<RefundRow>(STRANDED, values)).map(recordOf);
}

function whereOf(filter: RefundFilter): Prisma.RefundWhereInput {
  return {
    ...(filter.status && statusIn(filter.status)),
    ...(filter.paymentId !== undefined && { paymentId: filter.paymentId }),
    ...(filter.channel !== undefined && { channel: filter.channel }),
    ...(filter.askedBy !== undefined && { askedById: filter.askedBy }),
    ...(filter.batched !== undefined && { batched: filter.batched }),
    ...(filter.attention !== undefined && { attention: filter.attention ? { not: null } : null }),
  };
}

/** Said in terms of `ended` where it can be, because that column has the index. */
function statusIn(status: RefundStatus[]): Prisma.RefundWhereInput {
  if (status.length > 0 && status.every(isRefundTerminal)) return { ended: { in: status } };
  if (!status.some(isRefundTerminal)) return { ended: null, status: { in: status } };
  return { status: { in: status } };
}

function after(cursor: string): Prisma.RefundWhereInput {
  const { createdAt, id } = readCursor(cursor);
  return {
    createdAt: { lte: createdAt },
    OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }],
  };
}
