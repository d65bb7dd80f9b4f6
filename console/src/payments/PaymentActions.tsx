import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Payment } from '../api/contract';
import { cancelPayment, resolvePayment } from '../api/payments';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { AskForRefund } from '../refunds/AskForRefund';
import { Resolve } from '../refunds/Resolve';
import { useSession } from '../session/context';
import { Confirm } from '../ui/Confirm';
import { refundable } from './refundable';

/** What may be done to a payment now, by whoever looks at it. */
export function PaymentActions({ payment }: { payment: Payment }) {
  const { t, money } = useWords();
  const { can } = useSession();
  const [open, setOpen] = useState<'cancel' | 'refund' | 'resolve'>();
  const close = () => setOpen(undefined);
  const changes = [['payment', payment.id], ['payments']];
  const cancel = useCommand({ run: (id: string, key) => cancelPayment(id, key), changes, onDone: close });
  const mayCancel = can('payments:cancel') && ['awaiting_payer', 'batched'].includes(payment.status);
  const mayRefund = can('refunds:request') && refundable(payment) > 0;
  const mayResolve = can('payments:resolve') && payment.attention !== undefined;
  return (
    <>
      {mayResolve && <Button onClick={() => setOpen('resolve')}>{t('payments.resolve')}</Button>}
      {mayRefund && (
        <Button variant="default" onClick={() => setOpen('refund')}>
          {t('payments.askForRefund')}
        </Button>
      )}
      {mayCancel && (
        <Button variant="outline" color="red" onClick={() => setOpen('cancel')}>
          {t('payments.cancel')}
        </Button>
      )}
      <Confirm
        opened={open === 'cancel'}
        title={t('payments.cancelTitle')}
        action={t('payments.cancel')}
        danger
        busy={cancel.busy}
        error={cancel.error}
        onConfirm={() => cancel.send(payment.id)}
        onClose={close}
      >
        <p>{t('payments.cancelHint', { amount: money(payment.amount), account: payment.account.value })}</p>
      </Confirm>
      {open === 'refund' && <AskForRefund payment={payment} onClose={close} />}
      {open === 'resolve' && (
        <Resolve
          id={payment.id}
          reason={payment.attention?.reason ?? ''}
          run={(resolution, key) => resolvePayment(payment.id, resolution, key)}
          changes={changes}
          onClose={close}
        />
      )}
    </>
  );
}
