import { Button, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { changePassword } from '../api/session';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { Failure, fieldErrors } from '../ui/Failure';
import { useForgetting } from '../ui/use-forgetting';

const LEAST = 12;
const NOTHING = { current: '', new: '', again: '' };

/** The current password and a new one, twice. */
export function PasswordFields({ username, onDone }: { username: string; onDone: () => void }) {
  const words = useWords();
  const { t } = words;
  const [given, setGiven] = useState(NOTHING);
  useForgetting(() => setGiven(NOTHING));
  const command = useCommand({
    run: (passwords: { current: string; new: string }) => changePassword(passwords),
    onDone,
  });
  const refused = fieldErrors(command.error, words);
  const short = given.new !== '' && [...given.new].length < LEAST;
  const differs = given.again !== '' && given.again !== given.new;
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setGiven({ ...given, [name]: event.currentTarget.value }),
    required: true,
    withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': t('session.showPassword') },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!short && given.again === given.new) command.send({ current: given.current, new: given.new });
      }}
    >
      {/* For password managers, which keep the pair. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <Stack gap="sm">
        <PasswordInput
          label={t('session.currentPassword')}
          autoComplete="current-password"
          error={refused.current}
          {...field('current')}
        />
        <PasswordInput
          label={t('session.newPassword')}
          description={t('session.passwordRule', { count: LEAST })}
          autoComplete="new-password"
          error={short ? t('session.passwordShort', { count: LEAST }) : refused.new}
          {...field('new')}
        />
        <PasswordInput
          label={t('session.passwordAgain')}
          autoComplete="new-password"
          error={differs && t('session.passwordsDiffer')}
          {...field('again')}
        />
        <Failure error={command.error} />
        <Button type="submit" loading={command.busy}>
          {t('session.changePassword')}
        </Button>
      </Stack>
    </form>
  );
}
