import { Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Resolution } from '../api/contract';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { Confirm } from '../ui/Confirm';

interface Props {
  /** Of the payment or refund: what the other side has in its books begins with it. */
  id: string;
  reason: string;
  run: (resolution: Resolution, key: string) => Promise<unknown>;
  changes: readonly (readonly unknown[])[];
  onClose: () => void;
}

const DECISIONS = ['ask_again', 'succeeded', 'declined'] as const;

/** Money that must go back, or come off the account, is not let lie: these can't be decided not to have happened. */
const MUST_HAPPEN = ['reversal_unresolved', 'reversal_refused', 'debiting_unresolved', 'debiting_refused'];

/** What a person has seen in the other side's books, where no program can find it out. */
export function Resolve({ id, reason, run, changes, onClose }: Props) {
  const { t, named } = useWords();
  const [decision, setDecision] = useState<Resolution['decision']>('ask_again');
  const [note, setNote] = useState('');
  const decisions = DECISIONS.filter((one) => one !== 'declined' || !MUST_HAPPEN.includes(reason));
  const command = useCommand({
    run: (resolution: Resolution, key) => run(resolution, key),
    changes,
    onDone: onClose,
  });
  return (
    <Confirm
      opened
      title={t('resolve.title')}
      action={t('resolve.decide')}
      disabled={note.trim() === ''}
      busy={command.busy}
      error={command.error}
      onClose={onClose}
      onConfirm={() => command.send({ decision, note: note.trim() })}
    >
      <Stack>
        <Text size="sm">
          {named('attention', reason)} {t(`resolve.look.${reason}`, { id, defaultValue: '' })}
        </Text>
        <Radio.Group
          label={t('resolve.decision')}
          value={decision}
          onChange={(value) => setDecision(value as Resolution['decision'])}
        >
          <Stack gap={8} mt={6}>
            {decisions.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`resolve.${value}`)}
                description={t(`resolve.${value}Hint`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={t('resolve.note')}
          description={t('resolve.noteHint')}
          required
          maxLength={500}
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Stack>
    </Confirm>
  );
}
