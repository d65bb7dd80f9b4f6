import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { Icon } from '../ui/Icon';
import styles from './shell.module.css';
import { useLines } from './use-counts';

/** Over every screen: that one is offline, or that an acquirer's line is down. */
export function Banners() {
  const { t, short } = useWords();
  const { can } = useSession();
  const online = useOnline();
  const { data } = useLines();
  const bad = (data?.items ?? []).filter(({ status }) => status !== 'up');
  return (
    <div role="status" aria-live="polite">
      {!online && (
        <div className={styles.banner}>
          <Icon name="alert" size={18} />
          {t('common.offline')}
        </div>
      )}
      {bad.map(({ acquirer, status, since, batched }) => (
        <div key={acquirer} className={styles.banner} data-kind={status}>
          <Icon name="alert" size={18} />
          <strong>{t(`lines.${status}`, { acquirer })}</strong>
          {since && <span>{t('lines.since', { when: short(since) })}</span>}
          <span>{t(can('payments:batch') ? 'lines.mayBatch' : 'lines.mayNotBatch')}</span>
          <Link to="/batched">{t('lines.waiting', { count: batched.payments + batched.refunds })}</Link>
        </div>
      ))}
    </div>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return online;
}
