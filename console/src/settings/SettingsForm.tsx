import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { changeSettings } from '../api/administration';
import type { OperatingSettings, Settings, SettingsGroup, SomeSettings } from '../api/contract';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { Confirm } from '../ui/Confirm';
import { useTold } from '../ui/use-told';
import { Card, pageStyles } from '../ui/Page';
import { Acquirers } from './Acquirers';
import { Differences } from './Differences';
import { changesOf, differences, isUnfinished } from './draft';
import { DurationField, NumberField, WaitsField } from './fields';
import { Limits } from './Limits';
import styles from './settings.module.css';
import { Texts } from './Texts';

export function SettingsForm({ current }: { current: Settings }) {
  const { t } = useWords();
  const { can } = useSession();
  const told = useTold();
  const [draft, setDraft] = useState(current.settings);
  const [begun, setBegun] = useState(0);
  const [reviewing, setReviewing] = useState(false);
  const changed = differences(current.settings, draft);
  const save = useCommand({
    run: (changes: SomeSettings) => changeSettings(current.version, changes),
    changes: [['settings']],
    onDone: () => {
      setReviewing(false);
      told(t('settings.saved'));
    },
  });
  const bind = <G extends SettingsGroup, F extends keyof OperatingSettings[G] & string>(
    group: G,
    field: F,
  ) => ({
    label: t(`setting.${group}_${field}`),
    hint: t(`settingHint.${group}_${field}`, { defaultValue: '' }) || undefined,
    value: draft[group][field],
    onChange: (value: OperatingSettings[G][F]) =>
      setDraft((before) => ({ ...before, [group]: { ...before[group], [field]: value } })),
  });
  const startOver = () => {
    setDraft(current.settings);
    setBegun(begun + 1);
  };
  return (
    <fieldset
      disabled={!can('settings:write')}
      style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}
      aria-label={t('settings.title')}
    >
      <div className={pageStyles.columns} key={begun}>
        <div className={pageStyles.stack}>
          <Card title={t('settings.group.limits')}>
            <Limits {...bind('limits', 'payment')} />
          </Card>
          <Card title={t('settings.group.expiry')}>
            <Stack>
              <DurationField {...bind('expiry', 'hostedPageMs')} />
              <DurationField {...bind('expiry', 'refundApprovalMs')} />
              <DurationField {...bind('refunds', 'escalateAfterMs')} />
            </Stack>
          </Card>
          <Card title={t('settings.group.retries')}>
            <Stack>
              <WaitsField {...bind('retries', 'inquiryMs')} />
              <WaitsField {...bind('retries', 'lateResultMs')} />
              <WaitsField {...bind('retries', 'webhookMs')} />
              <DurationField {...bind('retries', 'deliveryReceiptMs')} />
            </Stack>
          </Card>
          <Card title={t('settings.group.lines')}>
            <Stack>
              <DurationField {...bind('lines', 'probeMs')} />
              <NumberField {...bind('lines', 'downAfterFailures')} />
              <NumberField {...bind('lines', 'forwardPerSecond')} />
            </Stack>
          </Card>
          <Card title={t('settings.group.acquirers')}>
            <Acquirers {...bind('acquirers', 'byCurrency')} />
          </Card>
        </div>
        <Card title={t('settings.group.texts')}>
          <Stack>
            <Texts title={t('setting.texts_receipt')} {...bind('texts', 'receipt')} />
            <Texts title={t('setting.texts_refund')} {...bind('texts', 'refund')} />
          </Stack>
        </Card>
      </div>
      {changed.length > 0 && (
        <div className={styles.bar}>
          <span role="status">{t('settings.changed', { count: changed.length })}</span>
          <Button variant="default" onClick={startOver}>
            {t('settings.discard')}
          </Button>
          <Button
            disabled={isUnfinished(changed.map(({ after }) => after))}
            onClick={() => setReviewing(true)}
          >
            {t('settings.review')}
          </Button>
        </div>
      )}
      <Confirm
        opened={reviewing}
        title={t('settings.confirm')}
        action={t('settings.apply')}
        busy={save.busy}
        error={save.error}
        onClose={() => setReviewing(false)}
        onConfirm={() => save.send(changesOf(changed))}
      >
        <Differences items={changed} />
      </Confirm>
    </fieldset>
  );
}
