import type { DeclineCode } from '../domain/declines';
import type { PaymentStatus } from '../domain/payments';
import type { Database } from './database';
import type { Statistics, StatisticsStore, Waiting } from './interfaces/statistics';

/** Which columns a row is grouped by: a bit for each of status, currency, bucket and code that it is not grouped by. */
const BY = { statusAndCurrency: 0b0011, bucketAndStatus: 0b0101, code: 0b1110 };

/** Three views of the same payments in one pass over them. */
const PAYMENTS = `
  select grouping(status, currency, bucket, code) as grouped, status, currency, bucket, code,
    count(*)::int as count, sum(value)::text as value
  from (
    select status, amount_currency as currency, amount_value as value, date_trunc($3, created_at, 'UTC') as bucket,
      case when status in ('declined', 'reversing', 'reversed')
        then coalesce(state #>> '{funding,code}', state #>> '{crediting,code}') end as code
    from payment where created_at >= $1::timestamptz and created_at < $2::timestamptz`;
const GROUPS = `) p group by grouping sets ((status, currency), (bucket, status), (code))`;

/** Each are few, and have an index of their own. */
const WAITING = `
  select (select count(*)::int from refund where ended is null and status = 'pending_approval' %) as refunds,
    (select count(*)::int from payment where attention is not null %) as attention,
    (select count(*)::int from refund where attention is not null %) as "refundsInAttention"`;

interface GroupRow {
  grouped: number;
  status: PaymentStatus;
  currency: string;
  bucket: Date;
  code: DeclineCode | null;
  count: number;
  value: string;
}

export function createStatisticsStore(database: Database): StatisticsStore {
  return {
    async payments({ from, to, bucket, channel }) {
      const ofChannel = channel === undefined ? '' : ' and channel = $4';
      const text = `${PAYMENTS}${ofChannel} ${GROUPS}`;
      const values = [from, to, bucket, ...(channel === undefined ? [] : [channel])];
      return statisticsOf(await database.rows<GroupRow>({ text }, values));
    },
    async waiting(channel) {
      const ofChannel = channel === undefined ? '' : 'and channel = $1';
      const text = WAITING.replaceAll('%', ofChannel);
      const [row] = await database.rows<Waiting>({ text }, channel === undefined ? [] : [channel]);
      return row!;
    },
  };
}

function statisticsOf(rows: GroupRow[]): Statistics {
  const by = (grouped: number): GroupRow[] => rows.filter((row) => row.grouped === grouped);
  const byStatus = new Map<PaymentStatus, Statistics['totals']['byStatus'][number]>();
  for (const { status, currency, count, value } of by(BY.statusAndCurrency)) {
    const total = byStatus.get(status) ?? { status, count: 0, amounts: [] };
    total.count += count;
    total.amounts.push({ value: Number(value), currency });
    byStatus.set(status, total);
  }
  return {
    totals: { byStatus: [...byStatus.values()].sort((a, b) => b.count - a.count) },
    series: by(BY.bucketAndStatus)
      .sort((a, b) => a.bucket.getTime() - b.bucket.getTime())
      .map(({ bucket, status, count }) => ({ at: bucket.toISOString(), status, count })),
    declines: by(BY.code)
      .flatMap(({ code, count }) => (code === null ? [] : [{ code, count }]))
      .sort((a, b) => b.count - a.count),
  };
}
