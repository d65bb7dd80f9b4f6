import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Endpoint } from '../api/contract';
import { listEndpoints } from '../api/administration';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { DataTable } from '../ui/DataTable';
import type { Column } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import { Page } from '../ui/Page';
import { ShownOnce } from '../ui/ShownOnce';
import { Status } from '../ui/Status';
import { AddEndpoint } from './AddEndpoint';

export function Webhooks() {
  const { t, short } = useWords();
  const { can } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['endpoints'],
    queryFn: () => listEndpoints({ limit: 200 }),
  });
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  const columns: Column<Endpoint>[] = [
    {
      key: 'url',
      title: t('webhooks.url'),
      render: ({ id, url }) => <Link to={`/webhooks/${id}`}>{url}</Link>,
    },
    { key: 'channel', title: t('webhooks.channel'), render: ({ channel }) => channel },
    { key: 'description', title: t('webhooks.description'), render: ({ description }) => description ?? '–' },
    {
      key: 'events',
      title: t('webhooks.events'),
      render: ({ events }) => events.join(', ') || t('webhooks.all'),
    },
    {
      key: 'state',
      title: t('webhooks.state'),
      render: ({ enabled }) => <Status of="webhooks" code={enabled ? 'enabled' : 'disabled'} />,
    },
    { key: 'created', title: t('webhooks.created'), render: ({ createdAt }) => short(createdAt) },
  ];
  const add = can('webhooks:write') && (
    <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setAdding(true)}>
      {t('webhooks.add')}
    </Button>
  );
  return (
    <Page title={t('webhooks.title')} actions={add}>
      <p>{t('webhooks.hint')}</p>
      <Failure error={error} onRetry={() => void refetch()} />
      {(!error || data) && (
        <DataTable
          caption={t('webhooks.title')}
          columns={columns}
          rows={data?.items}
          rowKey={({ id }) => id}
          empty={t('webhooks.none')}
        />
      )}
      {adding && <AddEndpoint onClose={() => setAdding(false)} onAdded={setSecret} />}
      <ShownOnce
        title={t('webhooks.secret')}
        hint={t('webhooks.secretHint')}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
    </Page>
  );
}
