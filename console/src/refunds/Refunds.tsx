import { Button, Group, Tabs } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Refund } from '../api/contract';
import { listRefunds } from '../api/payments';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { DataTable } from '../ui/DataTable';
import type { Column } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Page } from '../ui/Page';
import { Pager } from '../ui/Pager';
import { Attention, Status } from '../ui/Status';
import { useFilters } from '../ui/use-filters';
import { RefundDialog } from './RefundDialog';

const VIEWS = { waiting: ['pending_approval'], batched: ['batched'], mine: [], all: [] } satisfies Record<
  string,
  Refund['status'][]
>;
type View = keyof typeof VIEWS;

export function Refunds() {
  const { t, money, short, person, distance } = useWords();
  const { user, can } = useSession();
  const filters = useFilters(['view', 'open']);
  const view: View = (filters.values.view ?? '') in VIEWS ? (filters.values.view as View) : 'waiting';
  const query = {
    status: VIEWS[view] as Refund['status'][],
    askedBy: view === 'mine' ? user.id : undefined,
    cursor: filters.cursor,
    limit: 25,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['refunds', query],
    queryFn: () => listRefunds(query),
    placeholderData: keepPreviousData,
  });
  const open = (id: string) => filters.set({ open: id });
  const columns: Column<Refund>[] = [
    { key: 'at', title: t('refunds.askedAt'), render: ({ createdAt }) => short(createdAt) },
    {
      key: 'by',
      title: t('refunds.askedBy'),
      render: ({ askedBy }) =>
        askedBy.id === user.id ? `${person(askedBy)} (${t('common.you')})` : person(askedBy),
    },
    {
      key: 'payment',
      title: t('refunds.payment'),
      render: ({ paymentId }) => <Link to={`/payments/${paymentId}`}>{t('refunds.toPayment')}</Link>,
    },
    { key: 'reason', title: t('refunds.reason'), render: ({ reason }) => reason },
    {
      key: 'status',
      title: t('payments.status'),
      render: (refund) => (
        <Group gap={6} justify="inherit">
          <Status of="refundStatus" code={refund.status} />
          {refund.escalated && refund.status === 'pending_approval' && (
            <Status of="refundFlag" code="escalated" />
          )}
          {refund.attention && <Attention reason={refund.attention.reason} />}
        </Group>
      ),
    },
    {
      key: 'until',
      title: t('refunds.until'),
      render: ({ status, expiresAt, decidedBy }) =>
        status === 'pending_approval' ? distance(expiresAt) : decidedBy ? person(decidedBy) : '–',
    },
    {
      key: 'amount',
      title: t('payments.amount'),
      end: true,
      render: ({ amount }) => <strong>{money(amount)}</strong>,
    },
    {
      key: 'open',
      title: t('refunds.decision'),
      end: true,
      render: (refund) => (
        <Button
          size="xs"
          variant={
            refund.status === 'pending_approval' && can('refunds:decide') && refund.askedBy.id !== user.id
              ? 'filled'
              : 'default'
          }
          onClick={() => open(refund.id)}
        >
          {t(
            refund.status === 'pending_approval' && can('refunds:decide') ? 'refunds.decide' : 'refunds.open',
          )}
          <span className="hidden">
            : {t('refunds.openOf', { amount: money(refund.amount), person: person(refund.askedBy) })}
          </span>
        </Button>
      ),
    },
  ];
  return (
    <Page title={t('refunds.title')}>
      <Tabs
        value={view}
        onChange={(chosen) => filters.set({ view: chosen ?? '' })}
        mb="md"
        keepMounted={false}
      >
        <Tabs.List>
          {(Object.keys(VIEWS) as View[]).map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`refunds.view.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={view} pt="md">
          <Failure error={error} onRetry={() => void refetch()} />
          {(!error || data) && (
            <DataTable
              caption={t('refunds.title')}
              columns={columns}
              rows={data?.items}
              rowKey={({ id }) => id}
              empty={t(`refunds.none.${view}`)}
            />
          )}
          <Pager next={data?.cursor} count={data?.items.length} />
        </Tabs.Panel>
      </Tabs>
      {filters.values.open && (
        <RefundDialog id={filters.values.open} onClose={() => filters.set({ open: '' })} />
      )}
    </Page>
  );
}
