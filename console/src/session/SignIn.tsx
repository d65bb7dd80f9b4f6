import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { Session } from '../api/contract';
import { ApiProblem } from '../api/problems';
import { signIn } from '../api/session';
import { useWords } from '../i18n/use-words';
import { Failure } from '../ui/Failure';
import { Gate } from './Gate';
import { useCountdown } from './use-countdown';

interface Props {
  /** Somebody was signed in a moment ago. */
  ended: boolean;
  onSignedIn: (session: Session) => void;
}

export function SignIn({ ended, onSignedIn }: Props) {
  const { t } = useWords();
  const [given, setGiven] = useState({ username: '', password: '', code: '' });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [wantsCode, setWantsCode] = useState(false);
  const codeInput = useRef<HTMLInputElement>(null);
  const [locked, lock] = useCountdown();

  useEffect(() => {
    if (wantsCode) codeInput.current?.focus();
  }, [wantsCode]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || locked > 0) return;
    setBusy(true);
    setError(undefined);
    try {
      const { code, ...who } = given;
      onSignedIn(await signIn({ ...who, ...(wantsCode && { code: code.replace(/\s/g, '') }) }));
    } catch (problem) {
      const asked = problem instanceof ApiProblem && problem.code === 'second_factor_required';
      const tooMany = problem instanceof ApiProblem && problem.status === 429;
      if (asked && !wantsCode) setWantsCode(true);
      else if (tooMany) lock(problem.extras.retryAfter ?? 30);
      else setError(problem);
    } finally {
      setBusy(false);
    }
  }

  const field = (name: keyof typeof given) => ({
    value: given[name],
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setGiven({ ...given, [name]: event.currentTarget.value }),
    required: true,
    withAsterisk: false,
  });

  return (
    <Gate title={t('session.signIn')}>
      {ended && !error && <Alert mb="md">{t('session.ended')}</Alert>}
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <TextInput
            label={t('session.username')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            {...field('username')}
          />
          <PasswordInput
            label={t('session.password')}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
            {...field('password')}
          />
          {wantsCode && (
            <TextInput
              ref={codeInput}
              label={t('session.code')}
              description={t('session.codeHint')}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={8}
              {...field('code')}
            />
          )}
          {locked > 0 ? (
            <Alert color="red" role="alert">
              {t('session.locked', { count: locked })}
            </Alert>
          ) : (
            <Failure error={error} />
          )}
          <Button type="submit" loading={busy} disabled={locked > 0} fullWidth mt="xs">
            {t('session.signIn')}
          </Button>
        </Stack>
      </form>
    </Gate>
  );
}
