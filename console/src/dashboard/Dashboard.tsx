import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { statistics } from '../api/payments';
import { useWords } from '../i18n/use-words';
import { useRefundCounts } from '../shell/use-counts';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Card, Page, pageStyles } from '../ui/Page';
import { Status } from '../ui/Status';
import { useFilters } from '../ui/use-filters';
import { DeclinesChart, TimeChart } from './charts';
import { PERIODS, endedRate, periodOf, totalOf } from './figures';
import type { Period } from './figures';
import styles from './dashboard.module.css';

/** How the day goes. */
export function Dashboard() {
  const { t, number, language } = useWords();
  const { attention: stuck = 0 } = useRefundCounts();
  const filters = useFilters(['period']);
  const period: Period = (filters.values.period ?? '') in PERIODS ? (filters.values.period as Period) : 'day';
  const { data, error, refetch } = useQuery({
    queryKey: ['statistics', period],
    queryFn: () => statistics(periodOf(period, new Date())),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const choice = (
    <SegmentedControl
      aria-label={t('dashboard.period')}
      value={period}
      onChange={(chosen) => filters.set({ period: chosen })}
      data={Object.keys(PERIODS).map((value) => ({ value, label: t(`dashboard.${value}`) }))}
    />
  );
  if (!data)
    return (
      <Page title={t('dashboard.title')} actions={choice}>
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Page>
    );
  const { byStatus } = data.totals;
  const rate = endedRate(byStatus);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <Page title={t('dashboard.title')} actions={choice}>
      <Failure error={error} />
      <div className={styles.tiles}>
        <Tile name={t('dashboard.payments')} value={number(totalOf(byStatus))} />
        <Tile
          name={t('dashboard.succeeded')}
          value={number(byStatus.find(({ status }) => status === 'succeeded')?.count ?? 0)}
          note={rate === undefined ? undefined : t('dashboard.rate', { rate: percent.format(rate) })}
        />
        <Tile
          name={t('dashboard.pendingRefunds')}
          value={<Link to="/refunds">{number(data.refunds.pending)}</Link>}
        />
        <Tile
          name={t('dashboard.attention')}
          value={number(data.attention + stuck)}
          note={
            <>
              <Link to="/payments?attention=true">
                {t('dashboard.attentionPayments', { count: data.attention })}
              </Link>
              {', '}
              <Link to="/refunds?view=attention">{t('dashboard.attentionRefunds', { count: stuck })}</Link>
            </>
          }
        />
      </div>
      <div className={pageStyles.stack}>
        <Card title={t('dashboard.overTime')}>
          <TimeChart figures={data} />
        </Card>
        <div className={pageStyles.columns}>
          <Card title={t('dashboard.byStatus')}>
            <ByStatus items={byStatus} />
          </Card>
          <Card title={t('dashboard.declines')}>
            <DeclinesChart items={data.declines} />
          </Card>
        </div>
      </div>
    </Page>
  );
}

function Tile({ name, value, note }: { name: string; value: ReactNode; note?: ReactNode }) {
  return (
    <section className={styles.tile} aria-label={name}>
      <div>{name}</div>
      <strong>{value}</strong>
      {note && <div>{note}</div>}
    </section>
  );
}

function ByStatus({
  items,
}: {
  items: { status: string; count: number; amounts: { value: number; currency: string }[] }[];
}) {
  const { t, named, number, money } = useWords();
  if (items.length === 0) return <p>{t('dashboard.nothing')}</p>;
  return (
    <ul className={styles.statuses}>
      {items.map(({ status, count, amounts }) => (
        <li key={status}>
          <Status of="status" code={status} />
          <Link to={`/payments?status=${status}`} aria-label={`${named('status', status)}: ${number(count)}`}>
            {number(count)}
          </Link>
          <span>{amounts.map(money).join(', ')}</span>
        </li>
      ))}
    </ul>
  );
}
