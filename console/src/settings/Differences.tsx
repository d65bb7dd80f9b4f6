import { useWords } from '../i18n/use-words';
import styles from './settings.module.css';
import type { Difference } from './draft';
import { Shown } from './Shown';

/** What changes, as it was and as it will be. */
export function Differences({
  items,
}: {
  items: readonly Pick<Difference, 'group' | 'field' | 'before' | 'after'>[];
}) {
  const { t, named } = useWords();
  return (
    <ul className={styles.differences}>
      {items.map(({ group, field, before, after }) => (
        <li key={`${group}.${field}`}>
          <strong>{named('setting', `${group}_${field}`)}</strong>
          <dl>
            <dt>{t('settings.before')}</dt>
            <dd className={styles.before}>
              <Shown field={field} value={before} />
            </dd>
            <dt>{t('settings.after')}</dt>
            <dd>
              <Shown field={field} value={after} />
            </dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
