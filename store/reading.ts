import type { Actor } from '../domain/actors';
import { readCursor, writeCursor } from './cursor';
import type { Place } from './cursor';
import type { Database, Statement } from './database';
import type { KeysetPage, OrderPlace } from './interfaces/reading';

/** What reading payments and reading refunds have in common. Table names are ours, never a caller's. */
type Table = 'payment' | 'refund';

/** The most that one page holds, whatever is asked for. */
export const MAX_PAGE = 1000;

/**
 * By the database's clock. Oldest first, and after a place: those that wait for days don't hide the others. Those under way
 * and those that need a person after their end are looked for apart, as each has an index and both together have none.
 */
export const strandedStatement = (table: Table, columns: string): Statement => {
  const oldest = (which: string): string => `
    (select * from ${table} where ${which} and updated_at < now() - $1::float8 * interval '1 ms'
      and (created_at, id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::text, ''))
    order by created_at, id limit $4)`;
  return {
    name: `${table}-stranded`,
    text: `
      select ${columns} from (
        ${oldest('ended is null')} union all ${oldest('ended is not null and attention is not null')}
      ) p order by p.created_at, p.id limit $4`,
  };
};

export function strandedValues(
  unchangedForMs: number,
  limit: number,
  after: OrderPlace | undefined,
): unknown[] {
  return [unchangedForMs, after?.createdAt ?? null, after?.id ?? null, Math.min(limit, MAX_PAGE)];
}

/** What the log says of one of them, oldest first. */
export async function factsOf<Fact>(
  database: Database,
  objectKind: Table,
  objectId: string,
): Promise<{ version: number; fact: Fact; actor: Actor; at: string }[]> {
  const entries = await database.read((prisma) =>
    prisma.auditEntry.findMany({ where: { objectKind, objectId }, orderBy: { version: 'asc' } }),
  );
  return entries.map((entry) => ({
    version: entry.version ?? 0,
    fact: entry.data as Fact,
    actor: { kind: entry.actorKind as Actor['kind'], id: entry.actorId },
    at: entry.at.toISOString(),
  }));
}

/** Said in terms of `ended` where it can be, because that column has the index. */
export function statusIn<Status extends string>(
  status: Status[],
  isTerminal: (one: Status) => boolean,
): { ended?: { in: Status[] } | null; status?: { in: Status[] } } {
  if (status.length > 0 && status.every(isTerminal)) return { ended: { in: status } };
  if (!status.some(isTerminal)) return { ended: null, status: { in: status } };
  return { status: { in: status } };
}

/** Newest first. */
export const NEWEST_FIRST = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

/** What comes behind a cursor, newest first. The first line is implied by the second; it is what the index can begin at. */
export function behind(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const { createdAt, id } = readCursor(cursor);
  return {
    createdAt: { lte: createdAt },
    OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }],
  };
}

/** A page of rows, of which one more than `limit` was asked for to see whether there are more. */
export function pageOf<Row extends Place, Record>(
  rows: Row[],
  limit: number,
  recordOf: (row: Row) => Record,
): KeysetPage<Record> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(recordOf),
    ...(rows.length > limit && last && { cursor: writeCursor(last) }),
  };
}
