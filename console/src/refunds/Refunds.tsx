import { Badge, Tabs } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { QueryOf } from '../api/contract';
import { listRefunds } from '../api/payments';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { counted, useRefundCounts } from '../shell/use-counts';
import { Failure } from '../ui/Failure';
import { Page } from '../ui/Page';
import { Pager } from '../ui/Pager';
import { useFilters } from '../ui/use-filters';
import { RefundDialog } from './RefundDialog';
import { RefundTable } from './RefundTable';

const VIEWS = {
  waiting: { status: ['pending_approval'] },
  attention: { attention: true },
  batched: { batched: true },
  mine: {},
  all: {},
} satisfies Record<string, QueryOf<'listRefunds'>>;
type View = keyof typeof VIEWS;

export function Refunds() {
  const { t } = useWords();
  const { user } = useSession();
  const counts: Partial<Record<View, number>> = useRefundCounts();
  const filters = useFilters(['view', 'open']);
  const view: View = (filters.values.view ?? '') in VIEWS ? (filters.values.view as View) : 'waiting';
  const query: QueryOf<'listRefunds'> = {
    ...VIEWS[view],
    ...(view === 'mine' && { askedBy: user.id }),
    cursor: filters.cursor,
    limit: 25,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['refunds', query],
    queryFn: () => listRefunds(query),
    placeholderData: keepPreviousData,
  });
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
            <Tabs.Tab
              key={one}
              value={one}
              rightSection={
                counts[one] ? (
                  <Badge variant="light" color={one === 'attention' ? 'red' : 'yellow'}>
                    {counted(counts[one])}
                  </Badge>
                ) : undefined
              }
            >
              {t(`refunds.view.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={view} pt="md">
          <Failure error={error} onRetry={() => void refetch()} />
          {(!error || data) && (
            <RefundTable
              rows={data?.items}
              empty={t(`refunds.none.${view}`)}
              onOpen={(id) => filters.set({ open: id })}
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
