import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Account } from '../api/contract';
import { findAccount } from '../api/session';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { Failure, fieldErrors } from '../ui/Failure';

const WAYS = ['msisdn', 'account', 'contract'] as const;

/** Finds the customer's account at the biller. */
export function AccountStep({ known, onDone }: { known?: Account; onDone: (account: Account) => void }) {
  const words = useWords();
  const { t } = words;
  const [by, setBy] = useState<Account['by']>(known?.by ?? 'msisdn');
  const [value, setValue] = useState(known?.value ?? '');
  const search = useCommand({
    run: (asked: Pick<Account, 'by' | 'value'>) => findAccount(asked.by, asked.value),
    onDone,
  });
  const refused = fieldErrors(search.error, words);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim()) search.send({ by, value: value.trim() });
      }}
    >
      <Stack>
        <NativeSelect
          label={t('pay.findBy')}
          value={by}
          onChange={(event) => setBy(event.currentTarget.value as Account['by'])}
          data={WAYS.map((way) => ({ value: way, label: t(`accountBy.${way}`) }))}
        />
        <TextInput
          label={t(`accountBy.${by}`)}
          placeholder={by === 'msisdn' ? '+357 99 000001' : undefined}
          type={by === 'msisdn' ? 'tel' : 'text'}
          autoComplete="off"
          autoFocus
          required
          withAsterisk={false}
          maxLength={64}
          error={refused.value}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        {/* What stands at the field is not said twice. */}
        <Failure error={refused.value ? undefined : search.error} />
        <div>
          <Button type="submit" loading={search.busy}>
            {t('pay.find')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
