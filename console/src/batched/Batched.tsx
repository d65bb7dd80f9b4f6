import { Group, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listPayments, listRefunds } from '../api/payments';
import { useWords } from '../i18n/use-words';
import { PaymentTable } from '../payments/PaymentTable';
import { useLines } from '../shell/use-counts';
import { Failure } from '../ui/Failure';
import { Card, Page, pageStyles } from '../ui/Page';
import { Pager } from '../ui/Pager';
import { Status } from '../ui/Status';
import { useFilters } from '../ui/use-filters';

/** What was taken on while a line was down: what waits, and what became of what was sent. */
export function Batched() {
  const { t } = useWords();
  const { cursor } = useFilters([]);
  const lines = useLines();
  const query = { batched: true, cursor, limit: 25 };
  const payments = useQuery({
    queryKey: ['payments', query],
    queryFn: () => listPayments(query),
    placeholderData: keepPreviousData,
  });
  const waiting = { status: ['batched' as const], limit: 50 };
  const refunds = useQuery({ queryKey: ['refunds', waiting], queryFn: () => listRefunds(waiting) });
  const count = refunds.data?.items.length ?? 0;
  return (
    <Page title={t('batched.title')}>
      <Text mb="md">{t('batched.hint')}</Text>
      <Failure error={lines.error ?? payments.error} onRetry={() => void payments.refetch()} />
      <div className={pageStyles.columns}>
        {lines.data?.items.map(({ acquirer, status, since, batched }) => (
          <LineCard
            key={acquirer}
            acquirer={acquirer}
            status={status}
            since={since}
            waiting={batched.payments + batched.refunds}
          />
        ))}
      </div>
      <h2>{t('batched.payments')}</h2>
      <PaymentTable rows={payments.data?.items} empty={t('batched.none')} />
      <Pager next={payments.data?.cursor} count={payments.data?.items.length} />
      {count > 0 && (
        <p>
          <Link to="/refunds?view=batched">{t('batched.refunds', { count })}</Link>
        </p>
      )}
    </Page>
  );
}

function LineCard({
  acquirer,
  status,
  since,
  waiting,
}: {
  acquirer: string;
  status: string;
  since?: string;
  waiting: number;
}) {
  const { t, short } = useWords();
  return (
    <Card title={acquirer}>
      <Group>
        <Status of="line" code={status} />
        <Text size="sm">{since && t('lines.since', { when: short(since) })}</Text>
        <Text size="sm">{t('lines.waiting', { count: waiting })}</Text>
      </Group>
    </Card>
  );
}
