import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getSettings } from '../api/administration';
import { useWords } from '../i18n/use-words';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Page } from '../ui/Page';
import { SettingsForm } from './SettingsForm';
import { SettingsHistory } from './SettingsHistory';

/** What an administrator changes while everything runs. */
export function Settings() {
  const { t, moment, person } = useWords();
  const { data, error, refetch } = useQuery({ queryKey: ['settings'], queryFn: getSettings });
  return (
    <Page title={t('settings.title')}>
      <Failure error={error} onRetry={() => void refetch()} />
      {!data && !error && <Loading />}
      {data && (
        <>
          <p>
            {data.changedAt && data.changedBy
              ? t('settings.lastChange', { when: moment(data.changedAt), who: person(data.changedBy) })
              : t('settings.neverChanged')}
          </p>
          <Tabs defaultValue="form" keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="form">{t('settings.title')}</Tabs.Tab>
              <Tabs.Tab value="history">{t('settings.history')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="form">
              {/* Another's change is another beginning. */}
              <SettingsForm key={data.version} current={data} />
            </Tabs.Panel>
            <Tabs.Panel value="history">
              <SettingsHistory />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  );
}
