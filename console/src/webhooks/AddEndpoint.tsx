import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { addEndpoint } from '../api/administration';
import type { NewEndpoint, WebhookEvent } from '../api/contract';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { Confirm } from '../ui/Confirm';
import { fieldErrors } from '../ui/Failure';

const EMPTY = { channel: '', url: '', description: '', events: '' };

export function AddEndpoint({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (secret: string) => void;
}) {
  const words = useWords();
  const { t } = words;
  const [given, setGiven] = useState(EMPTY);
  const command = useCommand({
    run: (body: NewEndpoint, key) => addEndpoint(body, key),
    changes: [['endpoints']],
    onDone: ({ secret }) => {
      onClose();
      onAdded(secret);
    },
  });
  const errors = fieldErrors(command.error, words);
  const field = (name: keyof typeof EMPTY) => ({
    label: t(`webhooks.${name}`),
    value: given[name],
    error: errors[name],
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setGiven({ ...given, [name]: event.currentTarget.value }),
  });
  const send = () => {
    const events = given.events.split(/[\s,]+/).filter(Boolean) as WebhookEvent[];
    command.send({
      channel: given.channel.trim(),
      url: given.url.trim(),
      ...(given.description.trim() && { description: given.description.trim() }),
      ...(events.length > 0 && { events }),
    });
  };
  return (
    <Confirm
      opened
      title={t('webhooks.add')}
      action={t('webhooks.add')}
      disabled={!given.channel.trim() || !given.url.trim()}
      busy={command.busy}
      error={command.error}
      onClose={onClose}
      onConfirm={send}
    >
      <Stack gap="sm">
        <TextInput {...field('channel')} data-autofocus maxLength={64} />
        <TextInput {...field('url')} type="url" placeholder="https://" maxLength={2048} />
        <TextInput {...field('description')} maxLength={200} />
        <TextInput
          {...field('events')}
          description={t('webhooks.eventsHint')}
          placeholder="payment.succeeded, payment.declined"
        />
      </Stack>
    </Confirm>
  );
}
