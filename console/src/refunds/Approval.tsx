import { Alert, Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Refund } from '../api/contract';
import { approveRefund, rejectRefund } from '../api/payments';
import { isLineDown } from '../api/problems';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { standingOf } from '../shell/standing';
import { useLines } from '../shell/use-counts';
import { Failure } from '../ui/Failure';
import { useTold } from '../ui/use-told';

interface Props {
  refund: Refund;
  changes: readonly (readonly unknown[])[];
}

/** The manager's answer. While the line is down it is batched: for whoever asked, where they could, or for the manager. */
export function Approval({ refund, changes }: Props) {
  const { t, money } = useWords();
  const { can } = useSession();
  const [note, setNote] = useState('');
  const told = useTold();
  const amount = money(refund.amount);
  const approve = useCommand({
    run: (answer: { note?: string; batch?: true }, key) => approveRefund(refund.id, answer, key),
    changes,
    onDone: ({ status }) =>
      told(t(status === 'batched' ? 'refunds.wasBatched' : 'refunds.wasApproved', { amount })),
  });
  const reject = useCommand({
    run: (text: string, key) => rejectRefund(refund.id, text, key),
    changes,
    onDone: () => told(t('refunds.wasRejected')),
  });
  const lines = useLines().data?.items ?? [];
  const refusedByLine = isLineDown(approve.error);
  const down = refusedByLine || standingOf(lines, refund.acquirer) === 'down';
  const wished = refund.batchIfDown === true;
  const batch = down && !wished && can('payments:batch');
  const busy = approve.busy || reject.busy;
  return (
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
        <Alert mt="sm" color={wished || batch ? 'yellow' : 'red'}>
          {t(wished ? 'refunds.wishedBatch' : batch ? 'refunds.willBatch' : 'refunds.lineDownApproval')}
        </Alert>
      )}
      <Group mt="sm">
        <Button
          loading={approve.busy}
          disabled={busy || (down && !wished && !batch)}
          onClick={() => approve.send({ note: note.trim() || undefined, ...(batch && { batch: true }) })}
        >
          {t('refunds.approve', { amount })}
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
      <Failure error={(refusedByLine ? undefined : approve.error) ?? reject.error} />
    </>
  );
}
