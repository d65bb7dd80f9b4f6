import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../i18n/use-words';
import { CurrencyInput } from './Limits';

/** Which acquirer opens the card page in a currency. Rows are kept in order here, as an object has none. */
export function Acquirers({
  value,
  onChange,
}: {
  value: Record<string, string>;
  onChange: (value: Record<string, string>) => void;
}) {
  const { t } = useWords();
  const [rows, setRows] = useState(() => Object.entries(value));
  const set = (next: [string, string][]) => {
    setRows(next);
    onChange(Object.fromEntries(next));
  };
  const change = (index: number, row: [string, string]) =>
    set(rows.map((old, at) => (at === index ? row : old)));
  return (
    <Stack gap="sm">
      <Text size="sm">{t('settings.acquirersHint')}</Text>
      {rows.map(([currency, acquirer], index) => (
        <Group key={index} align="flex-start">
          <CurrencyInput value={currency} onChange={(next) => change(index, [next, acquirer])} />
          <TextInput
            flex={1}
            label={t('settings.acquirer')}
            maxLength={64}
            value={acquirer}
            onChange={(event) => change(index, [currency, event.currentTarget.value])}
          />
          <Button
            mt={25}
            variant="default"
            onClick={() => set(rows.filter((_, at) => at !== index))}
            aria-label={t('settings.removeOf', { what: currency })}
          >
            {t('settings.remove')}
          </Button>
        </Group>
      ))}
      <div>
        <Button variant="default" size="xs" onClick={() => set([...rows, ['', '']])}>
          {t('settings.addCurrency')}
        </Button>
      </div>
    </Stack>
  );
}
