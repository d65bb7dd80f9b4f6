import type { Query } from '../api/http';
import type { FILTERS } from './PaymentFilters';

type Values = Record<(typeof FILTERS)[number], string>;

/** What the API is asked, from what the address says. Days are the reader's own. */
export function queryOf({ status, mine, from, to, ...rest }: Values, userId: string): Query {
  return {
    ...rest,
    status: status ? status.split(',') : undefined,
    createdBy: mine ? userId : undefined,
    createdFrom: startOf(from),
    createdTo: startOf(to, 1),
  };
}

/** The moment when a day begins here, some days later. */
export function startOf(day: string, later = 0): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + later).toISOString();
}
