import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { settingsHistory } from '../api/administration';
import type { SettingsChange, SettingsGroup } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Card, pageStyles } from '../ui/Page';
import { Pager } from '../ui/Pager';
import { useFilters } from '../ui/use-filters';
import { Differences } from './Differences';

export function SettingsHistory() {
  const { t, moment, person } = useWords();
  const { cursor } = useFilters([]);
  const query = { cursor, limit: 20 };
  const { data, error, refetch } = useQuery({
    queryKey: ['settings', 'history', query],
    queryFn: () => settingsHistory(query),
    placeholderData: keepPreviousData,
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <p>{t('settings.neverChanged')}</p>;
  return (
    <div className={pageStyles.stack}>
      {data.items.map((change) => (
        <Card
          key={change.version}
          title={t('settings.lastChange', { when: moment(change.at), who: person(change.actor) })}
        >
          <Differences items={itemsOf(change)} />
        </Card>
      ))}
      <Pager next={data.cursor} count={data.items.length} />
    </div>
  );
}

function itemsOf({ before, after }: SettingsChange) {
  return Object.entries(after).flatMap(([group, fields]) =>
    Object.entries(fields).map(([field, value]) => ({
      group: group as SettingsGroup,
      field,
      before: before[group]?.[field],
      after: value,
    })),
  );
}
