import { Alert, Radio, Stack, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Money, Payment } from '../api/contract';
import { askForRefund } from '../api/payments';
import { isLineDown } from '../api/problems';
import { useCommand } from '../api/use-command';
import { decimalOf, parseAmount } from '../format/money';
import { useWords } from '../i18n/use-words';
import { refundable } from '../payments/refundable';
import { useSession } from '../session/context';
import { standingOf } from '../shell/standing';
import { useLines } from '../shell/use-counts';
import { Confirm } from '../ui/Confirm';
import { useTold } from '../ui/use-told';
import { fieldErrors } from '../ui/Failure';

/** Asks for money back, all that is left or a part; a manager decides. */
export function AskForRefund({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const words = useWords();
  const { t, money } = words;
  const { can } = useSession();
  const lines = useLines().data?.items ?? [];
  const told = useTold();
  const { currency } = payment.amount;
  const rest: Money = { value: refundable(payment), currency };
  const [all, setAll] = useState(true);
  const [text, setText] = useState(() => decimalOf(rest));
  const [reason, setReason] = useState('');
  const value = all ? rest.value : parseAmount(text, currency);
  const fits = value !== undefined && value <= rest.value;
  const command = useCommand({
    run: (asked: { amount: Money; reason: string; batch?: true }, key) =>
      askForRefund(payment.id, asked, key),
    changes: [['refunds'], ['payment', payment.id]],
    onDone: () => {
      told(t('refunds.asked'));
      onClose();
    },
  });
  const down = standingOf(lines, payment.acquirer) === 'down' || isLineDown(command.error);
  const batch = down && can('payments:batch');
  const refused = fieldErrors(command.error, words);
  return (
    <Confirm
      opened
      title={t('refunds.askTitle')}
      action={
        value !== undefined && fits
          ? t('refunds.askFor', { amount: money({ value, currency }) })
          : t('refunds.ask')
      }
      disabled={!fits || reason.trim() === ''}
      busy={command.busy}
      error={command.error}
      onClose={onClose}
      onConfirm={() =>
        fits &&
        command.send({ amount: { value, currency }, reason: reason.trim(), ...(batch && { batch: true }) })
      }
    >
      <Stack>
        <Radio.Group
          label={t('refunds.howMuch')}
          value={all ? 'all' : 'part'}
          onChange={(chosen) => setAll(chosen === 'all')}
        >
          <Stack gap={6} mt={6}>
            <Radio value="all" label={t('refunds.allOf', { amount: money(rest) })} />
            <Radio value="part" label={t('refunds.part')} />
          </Stack>
        </Radio.Group>
        {!all && (
          <TextInput
            label={t('refunds.partAmount', { currency })}
            inputMode="decimal"
            value={text}
            error={fits ? refused['amount.value'] : t('refunds.badAmount', { amount: money(rest) })}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <Textarea
          label={t('refunds.reason')}
          description={t('refunds.reasonHint')}
          maxLength={500}
          autosize
          minRows={2}
          required
          error={refused.reason}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {down && (
          <Alert color={batch ? 'yellow' : 'red'}>
            {t(batch ? 'refunds.willBatch' : 'refunds.lineDown')}
          </Alert>
        )}
      </Stack>
    </Confirm>
  );
}
