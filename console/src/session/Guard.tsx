import { Button, Center, Loader } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { currentSession } from '../api/session';
import { setLanguage } from '../i18n';
import { useWords } from '../i18n/use-words';
import { Failure } from '../ui/Failure';
import { FirstPassword } from './FirstPassword';
import { Gate } from './Gate';
import { SessionContext } from './context';
import { SignIn } from './SignIn';

/** Nobody comes in without a session. Signing in happens where one is, so that one is there again afterwards. */
export function Guard({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const {
    data: session,
    error,
    refetch,
  } = useQuery({ queryKey: ['session'], queryFn: currentSession, staleTime: Infinity });
  const had = useRef<string | undefined>(undefined);
  const userId = session?.user.id;

  useEffect(() => {
    // What one person was shown is not there for the next.
    if (had.current && had.current !== userId)
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    had.current = userId ?? had.current;
    if (session?.user.language) setLanguage(session.user.language);
  }, [queries, session, userId]);

  if (session === undefined) {
    return error ? (
      <Gate title={t('session.noAnswer')}>
        <Failure error={error} />
        <Button onClick={() => void refetch()}>{t('common.again')}</Button>
      </Gate>
    ) : (
      <Center mih="100vh">
        <Loader aria-label={t('common.loading')} />
      </Center>
    );
  }
  if (!session) return <SignIn ended={had.current !== undefined} />;
  if (session.passwordChangeRequired) return <FirstPassword username={session.user.username} />;
  return <SessionContext value={session}>{children}</SessionContext>;
}
