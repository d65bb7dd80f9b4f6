import type { PaymentStatus, Statistics } from '../api/contract';

const HOUR = 3_600_000;

export const PERIODS = {
  day: { ms: 24 * HOUR, bucket: 'hour' },
  week: { ms: 7 * 24 * HOUR, bucket: 'day' },
  month: { ms: 30 * 24 * HOUR, bucket: 'day' },
} as const;
export type Period = keyof typeof PERIODS;

/** Until the end of the hour, so that one look and the next ask the same. */
export function periodOf(period: Period, now: Date): { from: string; to: string; bucket: string } {
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

/** One row for each time, counts by kind. */
export function rowsOf(series: Statistics['series']): ({ at: string } & Record<Kind, number>)[] {
  const rows = new Map<string, { at: string } & Record<Kind, number>>();
  for (const { at, status, count } of series) {
    const row = rows.get(at) ?? { at, succeeded: 0, open: 0, declined: 0, other: 0 };
    row[kindOf(status)] += count;
    rows.set(at, row);
  }
  return [...rows.values()].sort((a, b) => a.at.localeCompare(b.at));
}
