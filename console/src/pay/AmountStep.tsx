import { Button, Group, NativeSelect, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Account, Money, NewPayment } from '../api/contract';
import { decimalOf, parseAmount } from '../format/money';
import { useWords } from '../i18n/use-words';
import { Customer } from './Customer';
import type { Draft } from './state';

const CURRENCIES = ['EUR', 'USD', 'GBP', 'RUB', 'JPY', 'KWD'];

interface Props {
  account: Account;
  draft: Draft;
  onBack: () => void;
  onDone: (given: { amount: Money; receipt?: NewPayment['receipt']; reference?: string }) => void;
}

/** How much, and where the receipt goes. The debt is proposed, as most callers want to pay just that. */
export function AmountStep({ account, draft, onBack, onDone }: Props) {
  const { t, money, language } = useWords();
  const owed = account.debt && account.debt.value > 0 ? account.debt : undefined;
  const given = draft.amount ?? owed;
  const [currency, setCurrency] = useState(given?.currency ?? account.balance?.currency ?? 'EUR');
  const [text, setText] = useState(given ? decimalOf(given) : '');
  const [phone, setPhone] = useState(
    draft.receipt ? (draft.receipt.phone ?? '') : account.by === 'msisdn' ? account.value : '',
  );
  const [email, setEmail] = useState(draft.receipt?.email ?? '');
  const [receiptLanguage, setReceiptLanguage] = useState(draft.receipt?.language ?? language);
  const [reference, setReference] = useState(draft.reference ?? '');
  const [tried, setTried] = useState(false);
  const value = parseAmount(text, currency);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (value === undefined) return;
    const to = { phone: phone.trim() || undefined, email: email.trim() || undefined };
    onDone({
      amount: { value, currency },
      receipt: to.phone || to.email ? { ...to, language: receiptLanguage } : undefined,
      reference: reference.trim() || undefined,
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Customer account={account} />
      <Stack>
        <Group align="flex-start" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('payments.amount')}
            description={owed ? t('pay.debtProposed', { amount: money(owed) }) : t('pay.amountHint')}
            inputMode="decimal"
            autoComplete="off"
            value={text}
            error={tried && value === undefined ? t('pay.badAmount', { currency }) : undefined}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <NativeSelect
            w={100}
            label={t('pay.currency')}
            description={'\u00a0'}
            value={currency}
            data={[...new Set([currency, ...CURRENCIES])]}
            onChange={(event) => setCurrency(event.currentTarget.value)}
          />
        </Group>
        <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
          <Text component="legend" fw={600} size="sm" mb={4}>
            {t('pay.receipt')}
          </Text>
          <Stack gap="xs">
            <TextInput
              label={t('pay.phone')}
              type="tel"
              value={phone}
              onChange={(event) => setPhone(event.currentTarget.value)}
            />
            <TextInput
              label={t('pay.email')}
              type="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            {(phone || email) && (
              <SegmentedControl
                aria-label={t('pay.receiptLanguage')}
                size="xs"
                value={receiptLanguage}
                onChange={setReceiptLanguage}
                data={[
                  { value: 'en', label: 'English' },
                  { value: 'ru', label: 'Русский' },
                ]}
              />
            )}
          </Stack>
        </fieldset>
        <TextInput
          label={t('payments.reference')}
          description={t('pay.referenceHint')}
          maxLength={64}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
        <Group>
          <Button variant="default" onClick={onBack}>
            {t('common.back')}
          </Button>
          <Button type="submit" disabled={account.status === 'closed'}>
            {t('common.next')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
