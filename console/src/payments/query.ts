import { PAYMENT_STATUSES } from '../api/contract';
import type { QueryOf } from '../api/contract';
import type { FILTERS } from './PaymentFilters';

type Values = Partial<Record<(typeof FILTERS)[number], string>>;

/** What the API is asked, from what the address says. Days are the reader's own. */
export function queryOf(values: Values, userId: string): QueryOf<'listPayments'> {
  const { search, channel, status, mine, from, to, attention, batched } = values;
  const chosen = status?.split(',');
  return {
    search,
    channel,
    status: chosen && PAYMENT_STATUSES.filter((one) => chosen.includes(one)),
    createdBy: mine && userId,
    attention: attention === 'true' || undefined,
    batched: batched === 'true' || undefined,
    createdFrom: startOf(from),
    createdTo: startOf(to, 1),
  };
}

/** The moment when a day begins here, some days later. */
export function startOf(day: string | undefined, later = 0): string | undefined {
  const [year, month, date] = (day ?? '').split('-').map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + later).toISOString();
}
