import { Button, Center } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { currentSession } from '../api/session';
import { setLanguage } from '../i18n';
import { useWords } from '../i18n/use-words';
import { Spinner } from '../ui/Loading';
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
  const userId = session?.user.id;
  const [who, setWho] = useState(userId);
  // Somebody was here, and is still meant after the session has ended.
  if (userId && who !== userId) setWho(userId);

  useEffect(() => {
    if (session?.user.language) setLanguage(session.user.language);
  }, [session?.user.language]);

  useEffect(() => {
    // What one person was shown is not there for the next.
    if (session === null) queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  }, [queries, session]);

  if (session === undefined) {
    return error ? (
      <Gate title={t('session.noAnswer')}>
        <Failure error={error} />
        <Button onClick={() => void refetch()}>{t('common.again')}</Button>
      </Gate>
    ) : (
      <Center mih="100vh">
        <Spinner />
      </Center>
    );
  }
  if (!session) return <SignIn ended={who !== undefined} />;
  if (session.passwordChangeRequired) return <FirstPassword username={session.user.username} />;
  return <SessionContext value={session}>{children}</SessionContext>;
}
