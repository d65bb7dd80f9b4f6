import { Group, NativeSelect, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { decimalOf, parseAmount } from '../format/money';
import { UNITS, inUnits } from '../format/time';
import type { Unit } from '../format/time';
import { useWords } from '../i18n/use-words';
import { readWaits, writeWaits } from './waits';

interface Field<T> {
  label: string;
  hint?: string;
  value: T;
  /** NaN where what is typed can't be read. */
  onChange: (value: T) => void;
}

/** A length of time in the unit that it is said in. */
export function DurationField({ label, hint, value, onChange }: Field<number>) {
  const { t } = useWords();
  const [typed, setTyped] = useState(() => {
    const { count, unit } = inUnits(value);
    return { text: String(count), unit };
  });
  const change = (next: { text: string; unit: Unit }) => {
    setTyped(next);
    onChange(/^\d{1,7}$/.test(next.text.trim()) ? Number(next.text) * UNITS[next.unit] : Number.NaN);
  };
  return (
    <Group align="flex-end" wrap="nowrap" gap="xs">
      <TextInput
        flex={1}
        label={label}
        description={hint}
        inputMode="numeric"
        value={typed.text}
        error={Number.isNaN(value) && t('settings.wholeNumber')}
        onChange={(event) => change({ ...typed, text: event.currentTarget.value })}
      />
      <NativeSelect
        w={120}
        aria-label={t('settings.unitOf', { label })}
        value={typed.unit}
        data={(Object.keys(UNITS) as Unit[]).map((unit) => ({
          value: unit,
          label: t(`settings.unit.${unit}`),
        }))}
        onChange={(event) => change({ ...typed, unit: event.currentTarget.value as Unit })}
      />
    </Group>
  );
}

export function NumberField({ label, hint, value, onChange }: Field<number>) {
  const { t } = useWords();
  const [text, setText] = useState(String(value));
  return (
    <TextInput
      label={label}
      description={hint}
      inputMode="decimal"
      value={text}
      error={Number.isNaN(value) && t('settings.number')}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const plain = typed.trim().replace(',', '.');
        onChange(/^\d+(\.\d+)?$/.test(plain) && Number(plain) > 0 ? Number(plain) : Number.NaN);
      }}
    />
  );
}

export function WaitsField({ label, hint, value, onChange }: Field<number[]>) {
  const { t, language } = useWords();
  const [text, setText] = useState(() => writeWaits(value, language));
  return (
    <Textarea
      autosize
      label={label}
      description={hint}
      value={text}
      error={value.some(Number.isNaN) && t('settings.badWaits')}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(readWaits(event.currentTarget.value) ?? [Number.NaN]);
      }}
    />
  );
}

/** A bound in a currency's own digits; empty is no bound. */
export function AmountField({
  label,
  currency,
  value,
  onChange,
}: Field<number | undefined> & { currency: string }) {
  const { t } = useWords();
  const [text, setText] = useState(value === undefined ? '' : decimalOf({ value, currency }));
  return (
    <TextInput
      flex={1}
      label={label}
      inputMode="decimal"
      value={text}
      error={Number.isNaN(value) && t('pay.badAmount', { currency })}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        onChange(typed.trim() === '' ? undefined : (parseAmount(typed, currency) ?? Number.NaN));
      }}
    />
  );
}
