import { Group, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Line } from '../api/contract';
import { listPayments, listRefunds } from '../api/payments';
import { useWords } from '../i18n/use-words';
import { PaymentTable } from '../payments/PaymentTable';
import { RefundDialog } from '../refunds/RefundDialog';
import { RefundTable } from '../refunds/RefundTable';
import { useLines } from '../shell/use-counts';
import { Failure } from '../ui/Failure';
import { Card, Page, pageStyles } from '../ui/Page';
import { Pager } from '../ui/Pager';
import { Status } from '../ui/Status';
import { useFilters } from '../ui/use-filters';

/** So many of the refunds are here; there is a page of their own for all. */
const REFUNDS = 10;

/** What was taken on while a line was down: what waits, and what became of what was sent. */
export function Batched() {
  const { t } = useWords();
  const filters = useFilters(['open']);
  const lines = useLines();
  const query = { batched: true, cursor: filters.cursor, limit: 25 };
  const payments = useQuery({
    queryKey: ['payments', query],
    queryFn: () => listPayments(query),
    placeholderData: keepPreviousData,
  });
  const newest = { batched: true, limit: REFUNDS };
  const refunds = useQuery({ queryKey: ['refunds', newest], queryFn: () => listRefunds(newest) });
  return (
    <Page title={t('batched.title')}>
      <Text mb="md">{t('batched.hint')}</Text>
      <Failure error={lines.error} onRetry={() => void lines.refetch()} />
      <div className={pageStyles.columns}>
        {lines.data?.items.map((line) => (
          <LineCard key={line.acquirer} line={line} />
        ))}
      </div>
      <h2>{t('batched.payments')}</h2>
      <Failure error={payments.error} onRetry={() => void payments.refetch()} />
      {(!payments.error || payments.data) && (
        <PaymentTable rows={payments.data?.items} empty={t('batched.none')} />
      )}
      <Pager next={payments.data?.cursor} count={payments.data?.items.length} />
      <h2>{t('batched.refunds')}</h2>
      <Failure error={refunds.error} onRetry={() => void refunds.refetch()} />
      {(!refunds.error || refunds.data) && (
        <RefundTable
          rows={refunds.data?.items}
          empty={t('batched.noRefunds')}
          onOpen={(id) => filters.set({ open: id })}
        />
      )}
      {refunds.data?.cursor && (
        <p>
          <Link to="/refunds?view=batched">{t('batched.allRefunds')}</Link>
        </p>
      )}
      {filters.values.open && (
        <RefundDialog id={filters.values.open} onClose={() => filters.set({ open: '' })} />
      )}
    </Page>
  );
}

function LineCard({ line: { acquirer, status, since, batched } }: { line: Line }) {
  const { t, short } = useWords();
  return (
    <Card title={acquirer}>
      <Group gap="sm">
        <Status of="line" code={status} />
        {since && <Text size="sm">{t('lines.since', { when: short(since) })}</Text>}
        <Text size="sm">
          {t('batched.waitingPayments', { count: batched.payments })},{' '}
          {t('batched.waitingRefunds', { count: batched.refunds })}
        </Text>
      </Group>
    </Card>
  );
}
