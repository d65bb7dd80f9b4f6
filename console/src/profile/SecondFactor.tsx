import { Button, Code, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { beginSecondFactor, confirmSecondFactor, endSecondFactor } from '../api/session';
import { useCommand } from '../api/use-command';
import { useWords } from '../i18n/use-words';
import { Failure } from '../ui/Failure';
import { useForgetting } from '../ui/use-forgetting';
import { QrCode } from './QrCode';

interface Proposed {
  secret: string;
  otpauthUrl: string;
}

/** Turning the second factor on, by a key that is shown once, or off, by one more code. */
export function SecondFactor({ on }: { on: boolean }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const [proposed, setProposed] = useState<Proposed>();
  const forget = () => {
    setProposed(undefined);
    setCode('');
  };
  useForgetting(forget);
  const done = () => {
    forget();
    void queries.invalidateQueries({ queryKey: ['session'] });
  };
  const confirm = useCommand({ run: (given: string) => confirmSecondFactor(given), onDone: done });
  const end = useCommand({ run: (given: string) => endSecondFactor(given), onDone: done });
  const { send, busy, error } = on ? end : confirm;
  if (!on && !proposed) return <Begin onDone={setProposed} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send(code.replace(/\s/g, ''));
      }}
    >
      <Stack align="flex-start">
        <Text size="sm">{t(on ? 'profile.on' : 'profile.scan')}</Text>
        {proposed && (
          <>
            <QrCode text={proposed.otpauthUrl} label={t('profile.qr')} />
            <Text size="sm">
              {t('profile.key')}: <Code fz="sm">{proposed.secret.replace(/(.{4})(?=.)/g, '$1 ')}</Code>
            </Text>
          </>
        )}
        <TextInput
          label={t('profile.code')}
          description={t('session.codeHint')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={8}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Failure error={error} />
        <Button
          type="submit"
          loading={busy}
          disabled={!/^\d{6}$/.test(code.replace(/\s/g, ''))}
          color={on ? 'red' : undefined}
          variant={on ? 'outline' : 'filled'}
        >
          {t(on ? 'profile.end' : 'profile.confirm')}
        </Button>
      </Stack>
    </form>
  );
}

/** The password is asked for once more: this page may have been left open, and somebody else be at it. */
function Begin({ onDone }: { onDone: (proposed: Proposed) => void }) {
  const { t } = useWords();
  const [password, setPassword] = useState('');
  useForgetting(() => setPassword(''));
  const { send, busy, error } = useCommand({
    run: (given: string, key) => beginSecondFactor(given, key),
    onDone,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send(password);
      }}
    >
      <Stack align="flex-start">
        <Text size="sm">{t('profile.off')}</Text>
        <PasswordInput
          label={t('profile.yourPassword')}
          autoComplete="current-password"
          w="100%"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        />
        <Failure error={error} />
        <Button type="submit" variant="default" loading={busy} disabled={password === ''}>
          {t('profile.begin')}
        </Button>
      </Stack>
    </form>
  );
}
