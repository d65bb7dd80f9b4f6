import { Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Resolution } from '../api/contract';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { Confirm } from '../ui/Confirm';

interface Props {
  reason: string;
  run: (resolution: Resolution, key: string) => Promise<unknown>;
  changes: readonly (readonly unknown[])[];
  onClose: () => void;
}

const DECISIONS = ['ask_again', 'succeeded', 'declined'] as const;

/** What a person has seen in the other side's books, where no program can find it out. */
export function Resolve({ reason, run, changes, onClose }: Props) {
  const { t, named } = useWords();
  const [decision, setDecision] = useState<Resolution['decision']>('ask_again');
  const [note, setNote] = useState('');
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
        <Text size="sm">{named('attention', reason)}</Text>
        <Radio.Group
          label={t('resolve.decision')}
          value={decision}
          onChange={(value) => setDecision(value as Resolution['decision'])}
        >
          <Stack gap={8} mt={6}>
            {DECISIONS.map((value) => (
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
