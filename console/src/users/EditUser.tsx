import { Button, Divider, Group } from '@mantine/core';
import { useState } from 'react';
import { changeUser, resetPassword, resetSecondFactor, signUserOut } from '../api/administration';
import type { User } from '../api/contract';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { Confirm } from '../ui/Confirm';
import { useTold } from '../ui/use-told';
import { Failure, fieldErrors } from '../ui/Failure';
import { UserFields, formOf } from './UserFields';
import type { UserForm } from './UserFields';

interface Props {
  user: User;
  onClose: () => void;
  onPassword: (password: string) => void;
}

/** What an administrator may do to somebody's account. Each of the buttons below the form asks once more by itself. */
export function EditUser({ user, onClose, onPassword }: Props) {
  const words = useWords();
  const { t } = words;
  const { user: me } = useSession();
  const [form, setForm] = useState<UserForm>(() => formOf(user));
  const own = user.id === me.id;
  const changes = [['users']];
  const told = useTold();
  const toldBy = (key: string) => () => told(t(key, { name: user.displayName }));
  const save = useCommand({
    run: (given: Partial<UserForm>) => changeUser(user.id, { ...given, version: user.version }),
    changes,
    onDone: onClose,
  });
  const set = useCommand({
    run: (given: { disabled?: boolean; locked?: false }) =>
      changeUser(user.id, { ...given, version: user.version }),
    changes,
    onDone: onClose,
  });
  const password = useCommand({
    run: (id: string, key) => resetPassword(id, key),
    changes,
    onDone: ({ oneTimePassword }) => {
      onClose();
      onPassword(oneTimePassword);
    },
  });
  const factor = useCommand({
    run: (id: string, key) => resetSecondFactor(id, key),
    changes,
    onDone: toldBy('users.factorReset'),
  });
  const out = useCommand({
    run: (id: string, key) => signUserOut(id, key),
    changes,
    onDone: toldBy('users.signedOut'),
  });
  return (
    <Confirm
      opened
      title={user.displayName}
      action={t('common.save')}
      busy={save.busy}
      disabled={form.displayName.trim() === ''}
      error={save.error}
      onClose={onClose}
      onConfirm={() =>
        save.send(
          own
            ? { displayName: form.displayName.trim(), language: form.language }
            : { ...form, displayName: form.displayName.trim() },
        )
      }
    >
      <UserFields form={form} own={own} errors={fieldErrors(save.error, words)} onChange={setForm} />
      {!own && (
        <>
          <Divider my="md" label={t('users.access')} />
          <Group gap="xs">
            <Sure
              label={t('users.resetPassword')}
              busy={password.busy}
              onSure={() => password.send(user.id)}
            />
            {user.locked && (
              <Sure label={t('users.unlock')} busy={set.busy} onSure={() => set.send({ locked: false })} />
            )}
            {user.secondFactor && (
              <Sure label={t('users.resetFactor')} busy={factor.busy} onSure={() => factor.send(user.id)} />
            )}
            <Sure label={t('users.signOut')} busy={out.busy} onSure={() => out.send(user.id)} />
            <Sure
              label={t(user.disabled ? 'users.enable' : 'users.disable')}
              danger={!user.disabled}
              busy={set.busy}
              onSure={() => set.send({ disabled: !user.disabled })}
            />
          </Group>
          <Failure error={set.error ?? password.error ?? factor.error ?? out.error} />
        </>
      )}
    </Confirm>
  );
}

/** A button that must be pressed twice: the second time it says so. */
function Sure({
  label,
  danger,
  busy,
  onSure,
}: {
  label: string;
  danger?: boolean;
  busy: boolean;
  onSure: () => void;
}) {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  return (
    <Button
      size="xs"
      variant={asked ? 'filled' : 'default'}
      color={asked && danger ? 'red' : undefined}
      loading={busy}
      onBlur={() => setAsked(false)}
      onClick={() => (asked ? onSure() : setAsked(true))}
    >
      {asked ? t('common.sure', { what: label }) : label}
    </Button>
  );
}
