import { Space, TextInput } from '@mantine/core';
import { useState } from 'react';
import { addUser } from '../api/administration';
import type { NewUser, User } from '../api/contract';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { Confirm } from '../ui/Confirm';
import { fieldErrors } from '../ui/Failure';
import { UserFields, formOf } from './UserFields';

export function AddUser({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (user: User, password: string) => void;
}) {
  const words = useWords();
  const { t } = words;
  const [username, setUsername] = useState('');
  const [form, setForm] = useState(formOf);
  const command = useCommand({
    run: (user: NewUser, key) => addUser(user, key),
    changes: [['users']],
    onDone: ({ user, oneTimePassword }) => {
      onClose();
      onAdded(user, oneTimePassword);
    },
  });
  const errors = fieldErrors(command.error, words);
  const ready = username.trim() !== '' && form.displayName.trim() !== '';
  return (
    <Confirm
      opened
      title={t('users.add')}
      action={t('users.add')}
      disabled={!ready}
      busy={command.busy}
      error={command.error}
      onClose={onClose}
      onConfirm={() =>
        command.send({ ...form, displayName: form.displayName.trim(), username: username.trim() })
      }
    >
      <TextInput
        label={t('session.username')}
        description={t('users.usernameHint')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        data-autofocus
        error={errors.username}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
      <Space h="sm" />
      <UserFields form={form} errors={errors} onChange={setForm} />
    </Confirm>
  );
}
