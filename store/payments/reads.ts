import { isTerminal } from '../../domain/payments';
import type { Database } from '../database';
import type { Prisma } from '../generated/prisma/client';
import type { KeysetPage, OrderPlace } from '../interfaces/reading';
import type { LoggedFact, PaymentFilter, PaymentRecord } from '../interfaces/payments';
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
import { PAYMENT_COLUMNS, recordOf, type PaymentRow } from './rows';

const STRANDED = strandedStatement('payment', PAYMENT_COLUMNS);

export async function get(database: Database, id: string): Promise<PaymentRecord | undefined> {
  const row = await database.read((prisma) => prisma.payment.findUnique({ where: { id } }));
  return row ? recordOf(row) : undefined;
}

export const facts = (database: Database, id: string): Promise<LoggedFact[]> =>
  factsOf<LoggedFact['fact']>(database, 'payment', id);

export async function list(
  database: Database,
  filter: PaymentFilter,
  page: { cursor?: string; limit: number },
): Promise<KeysetPage<PaymentRecord>> {
  const limit = Math.min(page.limit, MAX_PAGE);
  const where = { AND: [whereOf(filter), behind(page.cursor)] };
  const rows = await database.read((prisma) =>
    prisma.payment.findMany({ where, orderBy: NEWEST_FIRST, take: limit + 1 }),
  );
  return pageOf(rows, limit, recordOf);
}

export async function stranded(
  database: Database,
  unchangedForMs: number,
  limit: number,
  after?: OrderPlace,
): Promise<PaymentRecord[]> {
  return (await database.rows<PaymentRow>(STRANDED, strandedValues(unchangedForMs, limit, after))).map(
    recordOf,
  );
}

function whereOf(filter: PaymentFilter): Prisma.PaymentWhereInput {
  const { search } = filter;
  return {
    ...(filter.status && statusIn(filter.status, isTerminal)),
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

const time = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);
