import { Badge, Button, NativeSelect, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { auditExportAddress, listAudit } from '../api/administration';
import type { AuditEntry } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { startOf } from '../payments/query';
import { useSession } from '../session/context';
import { DataTable } from '../ui/DataTable';
import type { Column } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Page, pageStyles } from '../ui/Page';
import { Pager } from '../ui/Pager';
import { useFilters } from '../ui/use-filters';
import { ObjectLink } from './ObjectLink';
import { Verify } from './Verify';
import { Outcome, What, Who } from './parts';

const KINDS = ['payment', 'refund', 'user', 'settings', 'channel', 'line', 'webhook_endpoint', 'audit'];
const ACTORS = ['user', 'channel', 'payer', 'system'] as const;
const FILTERS = ['objectKind', 'objectId', 'actorKind', 'actorId', 'from', 'to'] as const;

/** Everything that anybody changed. It can be read and checked, and nobody can change it. */
export function Audit() {
  const { t, named, moment } = useWords();
  const { can } = useSession();
  const filters = useFilters(FILTERS);
  const { from, to, actorKind, ...ids } = filters.values;
  const asked = {
    ...ids,
    actorKind: ACTORS.find((kind) => kind === actorKind),
    from: startOf(from),
    to: startOf(to, 1),
  };
  const query = { ...asked, cursor: filters.cursor, limit: 50 };
  const { data, error, refetch } = useQuery({
    queryKey: ['audit', query],
    queryFn: () => listAudit(query),
    placeholderData: keepPreviousData,
  });
  const columns: Column<AuditEntry>[] = [
    { key: 'at', title: t('audit.at'), whole: true, render: ({ at }) => moment(at) },
    { key: 'who', title: t('audit.who'), render: (entry) => <Who entry={entry} /> },
    {
      key: 'what',
      title: t('audit.what'),
      render: ({ type, data: said }) => <What type={type} said={said} />,
    },
    { key: 'outcome', title: t('audit.outcome'), render: (entry) => <Outcome entry={entry} /> },
    { key: 'object', title: t('audit.object'), render: ({ object }) => <ObjectLink object={object} /> },
    {
      key: 'sealed',
      title: t('audit.sealed'),
      render: ({ sealed }) => (
        <Badge variant="light" color={sealed ? 'green' : 'gray'} tt="none" radius="sm">
          {t(sealed ? 'common.yes' : 'audit.notYet')}
        </Badge>
      ),
    },
  ];
  const choice = (name: 'objectKind' | 'actorKind', set: string, codes: readonly string[]) => (
    <NativeSelect
      label={t(`audit.filter.${name}`)}
      value={filters.values[name] ?? ''}
      data={[
        { value: '', label: t('common.all') },
        ...codes.map((value) => ({ value, label: named(set, value) })),
      ]}
      onChange={(event) => filters.set({ [name]: event.currentTarget.value })}
    />
  );
  const id = (name: 'objectId' | 'actorId') => (
    <TextInput
      key={`${name}-${filters.values[name]}`}
      label={t(`audit.filter.${name}`)}
      defaultValue={filters.values[name]}
      onBlur={(event) =>
        event.currentTarget.value.trim() !== (filters.values[name] ?? '') &&
        filters.set({ [name]: event.currentTarget.value.trim() })
      }
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
  const day = (name: 'from' | 'to') => (
    <TextInput
      type="date"
      label={t(`common.${name}`)}
      value={filters.values[name] ?? ''}
      onChange={(event) => filters.set({ [name]: event.currentTarget.value })}
    />
  );
  const exported = (format: string) => (
    <Button component="a" href={auditExportAddress({ ...asked, format })} download variant="default">
      {t('audit.export', { format: format.toUpperCase() })}
    </Button>
  );
  const actions = (
    <>
      <Verify />
      {can('audit:export') && exported('csv')}
      {can('audit:export') && exported('ndjson')}
    </>
  );
  return (
    <Page title={t('audit.title')} actions={actions}>
      <section className={pageStyles.filters} aria-label={t('payments.filters')}>
        {choice('objectKind', 'object', KINDS)}
        {id('objectId')}
        {choice('actorKind', 'actor', ACTORS)}
        {id('actorId')}
        {day('from')}
        {day('to')}
        {filters.any && (
          <Button variant="subtle" onClick={filters.clear}>
            {t('common.clearFilters')}
          </Button>
        )}
      </section>
      <Failure error={error} onRetry={() => void refetch()} />
      {(!error || data) && (
        <DataTable
          caption={t('audit.title')}
          columns={columns}
          rows={data?.items}
          rowKey={({ id: key }) => key}
          empty={t('audit.none')}
        />
      )}
      <Pager next={data?.cursor} count={data?.items.length} />
    </Page>
  );
}
