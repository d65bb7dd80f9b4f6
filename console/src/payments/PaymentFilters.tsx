import { Button, Checkbox, Chip, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { PAYMENT_STATUSES } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { Icon } from '../ui/Icon';
import { pageStyles } from '../ui/Page';
import type { useFilters } from '../ui/use-filters';

export const FILTERS = ['search', 'status', 'channel', 'from', 'to', 'mine', 'attention', 'batched'] as const;

type Filters = ReturnType<typeof useFilters<(typeof FILTERS)[number]>>;

export function PaymentFilters({ filters }: { filters: Filters }) {
  const { t, named } = useWords();
  const { can } = useSession();
  const { values, set, clear, any } = filters;
  const [more, setMore] = useState(false);
  const flag = (name: 'mine' | 'attention' | 'batched') => (
    <Checkbox
      key={name}
      label={t(`payments.filter.${name}`)}
      checked={values[name] === 'true'}
      onChange={(event) => set({ [name]: event.currentTarget.checked ? 'true' : '' })}
    />
  );
  return (
    <section aria-label={t('payments.filters')}>
      <div className={pageStyles.filters}>
        <Search key={values.search} value={values.search ?? ''} onSearch={(search) => set({ search })} />
        {can('operations:read') && (
          <Search
            key={`c-${values.channel}`}
            name="channel"
            value={values.channel ?? ''}
            onSearch={(channel) => set({ channel })}
          />
        )}
        <Button
          className={pageStyles.moreButton}
          variant="default"
          aria-expanded={more}
          onClick={() => setMore(!more)}
        >
          {t('payments.moreFilters')}
        </Button>
        <TextInput
          className={pageStyles.more}
          wrapperProps={{ 'data-open': more }}
          type="date"
          label={t('common.from')}
          value={values.from ?? ''}
          max={values.to}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          className={pageStyles.more}
          wrapperProps={{ 'data-open': more }}
          type="date"
          label={t('common.to')}
          value={values.to ?? ''}
          min={values.from}
          onChange={(event) => set({ to: event.currentTarget.value })}
        />
      </div>
      <div className={pageStyles.more} data-open={more}>
        <Chip.Group
          multiple
          value={values.status ? values.status.split(',') : []}
          onChange={(chosen) => set({ status: chosen.join(',') })}
        >
          <Group gap={6} role="group" aria-label={t('payments.status')}>
            {PAYMENT_STATUSES.map((status) => (
              <Chip key={status} value={status} size="xs" variant="outline">
                {named('status', status)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <Group my="sm" gap="lg">
          {flag('mine')}
          {flag('attention')}
          {flag('batched')}
          {any && (
            <Button variant="subtle" size="compact-sm" onClick={clear}>
              {t('common.clearFilters')}
            </Button>
          )}
        </Group>
      </div>
    </section>
  );
}

/** Looks when one is done typing: on Enter, or on leaving. */
function Search({
  value,
  onSearch,
  name = 'search',
}: {
  value: string;
  onSearch: (value: string) => void;
  name?: string;
}) {
  const { t } = useWords();
  const [text, setText] = useState(value);
  const look = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() !== value) onSearch(text.trim());
  };
  return (
    <form role="search" onSubmit={look}>
      <TextInput
        type="search"
        label={t(`payments.filter.${name}`)}
        placeholder={t(`payments.filter.${name}Hint`)}
        leftSection={<Icon name="search" size={16} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => look()}
      />
    </form>
  );
}
