import { Button, Center } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Activity, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Session } from '../api/contract';
import { currentSession } from '../api/session';
import { setLanguage } from '../i18n';
import { useWords } from '../i18n/use-words';
import { Spinner } from '../ui/Loading';
import { Failure } from '../ui/Failure';
import { FirstPassword } from './FirstPassword';
import { Gate } from './Gate';
import { SessionContext } from './context';
import { SignIn } from './SignIn';

/**
 * Nobody comes in without a session. Signing in happens where one is: what was begun before the session ended is out of
 * sight meanwhile, and there again afterwards for the same person.
 */
export function Guard({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const {
    data: session,
    error,
    refetch,
  } = useQuery({
    queryKey: ['session'],
    queryFn: async () => enter(await currentSession()),
    staleTime: Infinity,
  });
  const userId = useRef<string>(undefined);
  /** What one person was shown is not there for the next. */
  const enter = (fresh: Session | null): Session | null => {
    const before = userId.current;
    if (fresh) userId.current = fresh.user.id;
    if (before && before !== userId.current)
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    return fresh;
  };
  const [known, setKnown] = useState(session);
  if (session && known !== session) setKnown(session);

  useEffect(() => {
    if (session?.user.language) setLanguage(session.user.language);
  }, [session?.user.language]);

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
  if (session?.passwordChangeRequired) return <FirstPassword username={session.user.username} />;
  return (
    <>
      {!session && (
        <SignIn
          ended={Boolean(known)}
          onSignedIn={(fresh) => queries.setQueryData(['session'], enter(fresh))}
        />
      )}
      {known && !known.passwordChangeRequired && (
        // Its effects end meanwhile: nothing listens or asks, and a card number that was being keyed in is forgotten.
        <Activity key={known.user.id} mode={session ? 'visible' : 'hidden'}>
          <SessionContext value={known}>{children}</SessionContext>
        </Activity>
      )}
    </>
  );
}
