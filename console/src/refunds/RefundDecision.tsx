import { Alert, Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { Refund } from '../api/contract';
import { cancelRefund, resolveRefund } from '../api/payments';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { Failure } from '../ui/Failure';
import { useTold } from '../ui/use-told';
import { Approval } from './Approval';
import { Resolve } from './Resolve';

/** The manager's answer to a request, the asker's second thoughts, or a person's decision about one that is stuck. */
export function RefundDecision({ refund }: { refund: Refund }) {
  const { t } = useWords();
  const { can, user } = useSession();
  const [resolving, setResolving] = useState(false);
  const changes = [
    ['refunds'],
    ['refund', refund.id],
    ['payment', refund.paymentId],
    ['statistics'],
    ['lines'],
  ];
  const pending = refund.status === 'pending_approval';
  const own = refund.askedBy.id === user.id;
  return (
    <section aria-label={t('refunds.decision')}>
      {pending && !own && can('refunds:decide') && <Approval refund={refund} changes={changes} />}
      {pending && !own && !can('refunds:decide') && <Alert my="md">{t('refunds.waitsForManager')}</Alert>}
      {pending && own && (
        <Alert my="md">
          {can('refunds:decide') ? t('refunds.ownRequest') : t('refunds.waitsForManager')}
          <Withdraw refund={refund} changes={changes} />
        </Alert>
      )}
      {refund.status === 'batched' && (
        <Alert my="md" color="grape">
          {t(own ? 'refunds.ownBatched' : 'refunds.waitsForLine')}
          {own && <Withdraw refund={refund} changes={changes} />}
        </Alert>
      )}
      {refund.attention && can('payments:resolve') && (
        <Button mt="md" onClick={() => setResolving(true)}>
          {t('payments.resolve')}
        </Button>
      )}
      {resolving && (
        <Resolve
          id={refund.id}
          reason={refund.attention?.reason ?? ''}
          run={(resolution, key) => resolveRefund(refund.id, resolution, key)}
          changes={changes}
          onClose={() => setResolving(false)}
        />
      )}
    </section>
  );
}

interface Props {
  refund: Refund;
  changes: readonly (readonly unknown[])[];
}

/** Only who asked may: before it is decided, and a batched one before it is sent. */
function Withdraw({ refund, changes }: Props) {
  const { t } = useWords();
  const told = useTold();
  const withdraw = useCommand({
    run: (id: string, key) => cancelRefund(id, key),
    changes,
    onDone: () => told(t('refunds.wasWithdrawn')),
  });
  return (
    <>
      <Group mt="sm">
        <Button variant="default" size="xs" loading={withdraw.busy} onClick={() => withdraw.send(refund.id)}>
          {t('refunds.withdraw')}
        </Button>
      </Group>
      <Failure error={withdraw.error} />
    </>
  );
}
