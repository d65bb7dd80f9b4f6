import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words';
import { LanguageChoice } from '../ui/LanguageChoice';
import styles from './gate.module.css';

/** The frame of what is shown before one is in. */
export function Gate({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${title} · ${t('common.product')}`;
  }, [title, t]);
  return (
    <main className={styles.gate}>
      <div className={styles.box}>
        <div className={styles.mark}>
          <img src="/console/icon.svg" width={28} height={28} alt="" />
          {t('common.product')}
        </div>
        <h1 className={styles.title}>{title}</h1>
        {children}
        <div className={styles.foot}>
          <LanguageChoice />
        </div>
      </div>
    </main>
  );
}
