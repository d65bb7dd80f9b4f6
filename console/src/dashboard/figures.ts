import type { PaymentStatus, Statistics } from '../api/contract';

const HOUR = 3_600_000;

export const PERIODS = {
  day: { ms: 24 * HOUR, bucket: 'hour' },
  week: { ms: 7 * 24 * HOUR, bucket: 'day' },
  month: { ms: 30 * 24 * HOUR, bucket: 'day' },
} as const;
export type Period = keyof typeof PERIODS;

/** Until the end of the hour, so that one look and the next ask the same. */
export function periodOf(period: Period, now: Date): { from: string; to: string; bucket: 'hour' | 'day' } {
  const { ms, bucket } = PERIODS[period];
  const to = Math.ceil((now.getTime() + 1) / HOUR) * HOUR;
  return { from: new Date(to - ms).toISOString(), to: new Date(to).toISOString(), bucket };
}

type ByStatus = Statistics['totals']['byStatus'];

export const totalOf = (items: readonly { count: number }[]): number =>
  items.reduce((sum, { count }) => sum + count, 0);

const ENDED: readonly PaymentStatus[] = ['succeeded', 'declined', 'expired', 'cancelled', 'reversed'];

/** The share of those that have ended well; undefined where none has ended. */
export function endedRate(items: ByStatus): number | undefined {
  const ended = items.filter(({ status }) => ENDED.includes(status));
  const all = totalOf(ended);
  return all === 0 ? undefined : totalOf(ended.filter(({ status }) => status === 'succeeded')) / all;
}

/** What is drawn in one colour. */
export const KINDS = ['succeeded', 'open', 'declined', 'other'] as const;
export type Kind = (typeof KINDS)[number];

function kindOf(status: PaymentStatus): Kind {
  if (status === 'succeeded' || status === 'declined') return status;
  return ENDED.includes(status) ? 'other' : 'open';
}

/** One row for each time of the span, counts by kind: a time without payments is a gap to be seen. */
export function rowsOf({
  series,
  from,
  to,
  bucket,
}: Omit<Statistics, 'totals' | 'declines' | 'refunds' | 'attention'>) {
  const step = bucket === 'hour' ? HOUR : 24 * HOUR;
  const rows = new Map<number, { at: string } & Record<Kind, number>>();
  for (let at = Math.floor(Date.parse(from) / step) * step; at < Date.parse(to); at += step) {
    rows.set(at, { at: new Date(at).toISOString(), succeeded: 0, open: 0, declined: 0, other: 0 });
  }
  for (const { at, status, count } of series) {
    const row = rows.get(Date.parse(at));
    if (row) row[kindOf(status)] += count;
  }
  return [...rows.values()];
}
