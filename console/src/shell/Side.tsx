import { NavLink } from 'react-router';
import { signOut } from '../api/session';
import { useWords } from '../i18n/use-words';
import { useLiveState } from '../live/Live';
import { useSession } from '../session/context';
import { Icon } from '../ui/Icon';
import { PLACES } from './places';
import styles from './shell.module.css';
import { useCounts } from './use-counts';

/** The navigation: beside the screen, or in a drawer where the screen is narrow. */
export function Side({ onGo }: { onGo?: () => void }) {
  const { t } = useWords();
  const { can, user } = useSession();
  const counts = useCounts();
  const live = useLiveState();
  const leave = async () => {
    // Also where the server cannot be told: the cookie ends by itself.
    await signOut().catch(() => undefined);
    // Loaded anew: nothing of what was shown stays in memory.
    location.assign('/console/');
  };
  return (
    <nav className={styles.side} aria-label={t('nav.main')}>
      <div className={styles.brand}>
        <img src="/console/icon.svg" width={26} height={26} alt="" />
        {t('common.product')}
      </div>
      <ul className={styles.nav}>
        {PLACES.filter(({ scope }) => !scope || can(scope)).map(({ path, name, icon }) => (
          <li key={path}>
            <NavLink to={path} end={path === '/'} onClick={onGo}>
              <Icon name={icon} />
              {t(`nav.${name}`)}
              {counts[name] ? (
                <span className={styles.count}>
                  {counts[name]}
                  <span className="hidden"> {t('nav.waiting')}</span>
                </span>
              ) : null}
            </NavLink>
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <div className={styles.live} data-on={live}>
          {live ? t('common.live') : t('common.notLive')}
        </div>
        <div className={styles.nav}>
          <NavLink to="/profile" onClick={onGo}>
            <Icon name="person" />
            {user.displayName}
          </NavLink>
        </div>
        <button type="button" onClick={() => void leave()}>
          <Icon name="out" />
          {t('session.signOut')}
        </button>
      </div>
    </nav>
  );
}
