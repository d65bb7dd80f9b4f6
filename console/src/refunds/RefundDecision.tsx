import { Alert, Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Refund } from '../api/contract';
import { approveRefund, cancelRefund, rejectRefund, resolveRefund } from '../api/payments';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { useLines } from '../shell/use-counts';
import { Failure } from '../ui/Failure';
import { useTold } from '../ui/use-told';
import { Resolve } from './Resolve';

/** The manager's answer to a request, the asker's second thoughts, or a person's decision about one that is stuck. */
export function RefundDecision({ refund }: { refund: Refund }) {
  const { t, money } = useWords();
  const { can, user } = useSession();
  const [note, setNote] = useState('');
  const [resolving, setResolving] = useState(false);
  const changes = [['refunds'], ['refund', refund.id], ['payment', refund.paymentId], ['statistics']];
  const told = useTold();
  const toldBy = (key: string) => () => told(t(key, { amount: money(refund.amount) }));
  const approve = useCommand({
    run: (answer: { note?: string; batch?: true }, key) => approveRefund(refund.id, answer, key),
    changes,
    onDone: toldBy('refunds.wasApproved'),
  });
  const reject = useCommand({
    run: (text: string, key) => rejectRefund(refund.id, text, key),
    changes,
    onDone: toldBy('refunds.wasRejected'),
  });
  const withdraw = useCommand({
    run: (id: string, key) => cancelRefund(id, key),
    changes,
    onDone: toldBy('refunds.wasWithdrawn'),
  });
  const lines = useLines();
  const down = lines.data?.items.some(({ status }) => status === 'down') ?? false;
  const batch = down && can('payments:batch');
  const pending = refund.status === 'pending_approval';
  const own = refund.askedBy.id === user.id;
  const busy = approve.busy || reject.busy || withdraw.busy;
  return (
    <section aria-label={t('refunds.decision')}>
      {pending && own && (
        <Alert my="md">
          {can('refunds:decide') ? t('refunds.ownRequest') : t('refunds.waitsForManager')}
          <Group mt="sm">
            <Button
              variant="default"
              size="xs"
              loading={withdraw.busy}
              onClick={() => withdraw.send(refund.id)}
            >
              {t('refunds.withdraw')}
            </Button>
          </Group>
        </Alert>
      )}
      {pending && !own && !can('refunds:decide') && <Alert my="md">{t('refunds.waitsForManager')}</Alert>}
      {pending && !own && can('refunds:decide') && (
        <>
          <Textarea
            mt="md"
            label={t('refunds.answer')}
            description={t('refunds.answerHint')}
            maxLength={500}
            autosize
            minRows={2}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {down && (
            <Alert mt="sm" color={batch ? 'yellow' : 'red'}>
              {t(batch ? 'refunds.willBatch' : 'refunds.lineDownApproval')}
            </Alert>
          )}
          <Group mt="sm">
            <Button
              loading={approve.busy}
              disabled={busy || (down && !batch)}
              onClick={() => approve.send({ note: note.trim() || undefined, ...(batch && { batch: true }) })}
            >
              {t('refunds.approve', { amount: money(refund.amount) })}
            </Button>
            <Button
              color="red"
              variant="outline"
              loading={reject.busy}
              disabled={busy || note.trim() === ''}
              onClick={() => reject.send(note.trim())}
            >
              {t('refunds.reject')}
            </Button>
          </Group>
        </>
      )}
      {refund.attention && can('payments:resolve') && (
        <Button mt="md" onClick={() => setResolving(true)}>
          {t('payments.resolve')}
        </Button>
      )}
      <Failure error={approve.error ?? reject.error ?? withdraw.error} />
      {resolving && (
        <Resolve
          reason={refund.attention?.reason ?? ''}
          run={(resolution, key) => resolveRefund(refund.id, resolution, key)}
          changes={changes}
          onClose={() => setResolving(false)}
        />
      )}
    </section>
  );
}
