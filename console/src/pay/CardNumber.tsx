import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ChangeEvent } from 'react';
import { useWords } from '../i18n/use-words';
import { cardBrand } from '../payments/PaymentTable';
import { digitsOf, grouped, placeAfter } from './card-number';
import styles from './pay.module.css';
import type { CardEntry } from './use-card-entry';

const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
const YEARS_AHEAD = 20;

/** The number and its date, or what the vault has given for them. There is no field for a security code. */
export function CardNumber({ entry, canChange }: { entry: CardEntry; canChange: boolean }) {
  const { t } = useWords();
  if (!entry.kept) return <Fields entry={entry} />;
  const { brand, last4 } = entry.kept;
  return (
    <Group className={styles.entry} justify="space-between">
      <Text>{t('pay.inVault', { card: `${cardBrand(brand)} •••• ${last4}` })}</Text>
      {canChange && (
        <Button variant="default" size="xs" onClick={entry.forgetCard}>
          {t('pay.otherNumber')}
        </Button>
      )}
    </Group>
  );
}

function Fields({ entry }: { entry: CardEntry }) {
  const { t } = useWords();
  const { typed, type, wrong, busy, clear } = entry;
  // However one leaves: for another card, by the line that is back, or because the vault has the number.
  useEffect(() => clear, [clear]);
  const thisYear = new Date().getUTCFullYear();
  const years = Array.from({ length: YEARS_AHEAD + 1 }, (_, index) => String(thisYear + index));
  return (
    <Stack className={styles.entry} gap="sm">
      <NumberField
        digits={typed.number}
        error={wrong.number && t(wrong.number)}
        disabled={busy}
        onDigits={(number) => type({ number })}
      />
      <Group grow align="flex-start">
        <NativeSelect
          label={t('pay.expiryMonth')}
          autoComplete="off"
          disabled={busy}
          data={['', ...MONTHS]}
          value={typed.month}
          error={wrong.expiry && t(wrong.expiry)}
          onChange={(event) => type({ month: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('pay.expiryYear')}
          autoComplete="off"
          disabled={busy}
          data={['', ...years]}
          value={typed.year}
          error={Boolean(wrong.expiry)}
          onChange={(event) => type({ year: event.currentTarget.value })}
        />
      </Group>
    </Stack>
  );
}

interface NumberProps {
  digits: string;
  error?: string;
  disabled: boolean;
  onDigits: (digits: string) => void;
}

function NumberField({ digits, error, disabled, onDigits }: NumberProps) {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const caret = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (caret.current !== undefined) field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });
  /** Grouping anew would throw whoever corrects a digit in the middle to the end. */
  const change = ({ currentTarget: { value, selectionStart } }: ChangeEvent<HTMLInputElement>) => {
    const now = digitsOf(value);
    const before = digitsOf(value.slice(0, selectionStart ?? value.length)).length;
    caret.current = placeAfter(grouped(now), before);
    onDigits(now);
  };
  return (
    <TextInput
      ref={field}
      label={t('pay.cardNumber')}
      description={t('pay.noSecurityCode')}
      inputMode="numeric"
      autoComplete="off"
      spellCheck={false}
      disabled={disabled}
      error={error}
      value={grouped(digits)}
      onChange={change}
    />
  );
}
