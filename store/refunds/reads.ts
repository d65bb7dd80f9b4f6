import { isRefundTerminal } from '../../domain/refunds';
import type { Database } from '../database';
import type { Prisma } from '../generated/prisma/client';
import type { LoggedRefundFact, RefundFilter, RefundRecord } from '../interfaces/refunds';
import type { KeysetPage, OrderPlace } from '../interfaces/reading';
import {
  MAX_PAGE,
  NEWEST_FIRST,
  behind,
  factsOf,
  pageOf,
  statusIn,
  strandedStatement,
  strandedValues,
} from '../reading';
import { REFUND_COLUMNS, recordOf } from './rows';
import type { RefundRow } from './rows';

const STRANDED = strandedStatement('refund', REFUND_COLUMNS);

export async function get(database: Database, id: string): Promise<RefundRecord | undefined> {
  const row = await database.read((prisma) => prisma.refund.findUnique({ where: { id } }));
  return row ? recordOf(row) : undefined;
}

export const facts = (database: Database, id: string): Promise<LoggedRefundFact[]> =>
  factsOf<LoggedRefundFact['fact']>(database, 'refund', id);

export async function list(
  database: Database,
  filter: RefundFilter,
  page: { cursor?: string; limit: number },
): Promise<KeysetPage<RefundRecord>> {
  const limit = Math.min(page.limit, MAX_PAGE);
  const where = { AND: [whereOf(filter), behind(page.cursor)] };
  const rows = await database.read((prisma) =>
    prisma.refund.findMany({ where, orderBy: NEWEST_FIRST, take: limit + 1 }),
  );
  return pageOf(rows, limit, recordOf);
}

export async function stranded(
  database: Database,
  unchangedForMs: number,
  limit: number,
  after?: OrderPlace,
): Promise<RefundRecord[]> {
  return (await database.rows<RefundRow>(STRANDED, strandedValues(unchangedForMs, limit, after))).map(
    recordOf,
  );
}

function whereOf(filter: RefundFilter): Prisma.RefundWhereInput {
  return {
    ...(filter.status && statusIn(filter.status, isRefundTerminal)),
    ...(filter.paymentId !== undefined && { paymentId: filter.paymentId }),
    ...(filter.channel !== undefined && { channel: filter.channel }),
    ...(filter.askedBy !== undefined && { askedById: filter.askedBy }),
    ...(filter.batched !== undefined && { batched: filter.batched }),
    ...(filter.attention !== undefined && { attention: filter.attention ? { not: null } : null }),
  };
}
