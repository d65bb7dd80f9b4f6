import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { OperatingSettings } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { AmountField } from './fields';

type Limit = OperatingSettings['limits']['payment'][number];

/** The least and the most that one payment may be, by currency. */
export function Limits({ value, onChange }: { value: Limit[]; onChange: (value: Limit[]) => void }) {
  const { t } = useWords();
  const change = (index: number, changes: Partial<Limit>) =>
    onChange(value.map((limit, at) => (at === index ? { ...limit, ...changes } : limit)));
  return (
    <Stack gap="sm">
      <Text size="sm">{t('settings.limitsHint')}</Text>
      {value.map((limit, index) => (
        // A row has no name of its own, and its currency may be half typed.
        <Group
          key={index}
          align="flex-start"
          role="group"
          aria-label={t('settings.limitOf', { currency: limit.currency })}
        >
          <CurrencyInput value={limit.currency} onChange={(currency) => change(index, { currency })} />
          <AmountField
            key={`min-${limit.currency}`}
            label={t('settings.min')}
            currency={limit.currency || 'EUR'}
            value={limit.min}
            onChange={(min) => change(index, { min })}
          />
          <AmountField
            key={`max-${limit.currency}`}
            label={t('settings.max')}
            currency={limit.currency || 'EUR'}
            value={limit.max}
            onChange={(max) => change(index, { max })}
          />
          <Button
            mt={25}
            variant="default"
            onClick={() => onChange(value.filter((_, at) => at !== index))}
            aria-label={t('settings.removeOf', { what: limit.currency })}
          >
            {t('settings.remove')}
          </Button>
        </Group>
      ))}
      <div>
        <Button variant="default" size="xs" onClick={() => onChange([...value, { currency: '' }])}>
          {t('settings.addCurrency')}
        </Button>
      </div>
    </Stack>
  );
}

export function CurrencyInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useWords();
  return (
    <TextInput
      w={90}
      label={t('pay.currency')}
      placeholder="EUR"
      maxLength={3}
      value={value}
      error={value !== '' && !/^[A-Z]{3}$/.test(value) ? t('field.currency_unknown') : undefined}
      onChange={(event) => onChange(event.currentTarget.value.toUpperCase())}
    />
  );
}
