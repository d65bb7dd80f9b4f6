import { Button, NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deliveriesOf, getDelivery, redeliver } from '../api/administration';
import type { Delivery } from '../api/contract';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { DataTable } from '../ui/DataTable';
import type { Column } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { useTold } from '../ui/use-told';
import { Pager } from '../ui/Pager';
import { Status } from '../ui/Status';
import { useFilters } from '../ui/use-filters';

const STATES = ['pending', 'delivered', 'failed'] as const;

/** What an endpoint was told, and how it answered. */
export function Deliveries({ endpointId }: { endpointId: string }) {
  const { t, named, short, distance } = useWords();
  const { can } = useSession();
  const told = useTold();
  const filters = useFilters(['state']);
  const query = {
    state: STATES.find((state) => state === filters.values.state),
    cursor: filters.cursor,
    limit: 25,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['deliveries', endpointId, query],
    queryFn: () => deliveriesOf(endpointId, query),
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  });
  const again = useCommand({
    run: (id: string, key) => redeliver(id, key),
    changes: [['deliveries']],
    onDone: () => told(t('webhooks.redelivered')),
  });
  const columns: Column<Delivery>[] = [
    { key: 'at', title: t('webhooks.created'), whole: true, render: ({ createdAt }) => short(createdAt) },
    { key: 'type', title: t('webhooks.event'), render: ({ type }) => <code>{type}</code> },
    {
      key: 'state',
      title: t('webhooks.state'),
      render: ({ state, nextAttemptAt }) => (
        <>
          <Status of="delivery" code={state} />
          {nextAttemptAt && <div>{t('webhooks.next', { when: distance(nextAttemptAt) })}</div>}
        </>
      ),
    },
    {
      key: 'attempts',
      title: t('webhooks.attempts'),
      render: (delivery) => <Attempts delivery={delivery} />,
    },
    {
      key: 'again',
      title: t('webhooks.redeliver'),
      end: true,
      render: ({ id, type, createdAt }) =>
        can('webhooks:write') && (
          <Button
            size="xs"
            variant="default"
            aria-label={t('webhooks.redeliverOf', { type, when: short(createdAt) })}
            onClick={() => again.send(id)}
          >
            {t('webhooks.redeliver')}
          </Button>
        ),
    },
  ];
  return (
    <section aria-label={t('webhooks.deliveries')}>
      <h2>{t('webhooks.deliveries')}</h2>
      <NativeSelect
        mb="sm"
        maw={240}
        label={t('webhooks.state')}
        value={filters.values.state ?? ''}
        data={[
          { value: '', label: t('common.all') },
          ...STATES.map((value) => ({ value, label: named('delivery', value) })),
        ]}
        onChange={(event) => filters.set({ state: event.currentTarget.value })}
      />
      <Failure error={error ?? again.error} onRetry={() => void refetch()} />
      {(!error || data) && (
        <DataTable
          caption={t('webhooks.deliveries')}
          columns={columns}
          rows={data?.items}
          rowKey={({ id }) => id}
          empty={t('webhooks.noDeliveries')}
        />
      )}
      <Pager next={data?.cursor} count={data?.items.length} />
    </section>
  );
}

/** Fetched when somebody wants to see them. */
function Attempts({ delivery }: { delivery: Delivery }) {
  const { t, short } = useWords();
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['deliveries', 'one', delivery.id],
    queryFn: () => getDelivery(delivery.id),
    enabled: open,
  });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('webhooks.attemptsOf', { count: delivery.attemptCount })}</summary>
      <Failure error={error} />
      {data?.attempts.map(({ at, status, error: failed, durationMs }) => (
        <div key={at}>
          {short(at)}: {status ?? failed} ({t('webhooks.took', { ms: durationMs })})
        </div>
      ))}
    </details>
  );
}
