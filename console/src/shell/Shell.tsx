import { ActionIcon, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useWords } from '../i18n/use-words';
import { Icon } from '../ui/Icon';
import { Loading } from '../ui/Loading';
import { Banners } from './Banners';
import styles from './shell.module.css';
import { Side } from './Side';

export function Shell() {
  const { t } = useWords();
  const [open, drawer] = useDisclosure();
  const { pathname } = useLocation();
  return (
    <>
      <a className={styles.skip} href="#main">
        {t('nav.skip')}
      </a>
      <div className={styles.shell}>
        <Side />
        <div className={styles.body}>
          <nav className={styles.top} aria-label={t('nav.open')}>
            <div className={styles.brand}>
              <img src="/console/icon.svg" width={26} height={26} alt="" />
              {t('common.product')}
            </div>
            <ActionIcon
              variant="transparent"
              c="white"
              size="xl"
              aria-label={t('nav.open')}
              aria-expanded={open}
              onClick={drawer.open}
            >
              <Icon name="menu" />
            </ActionIcon>
          </nav>
          <Banners />
          <main id="main" className={styles.main} tabIndex={-1}>
            {/* A new place is a new screen: its title takes the focus. */}
            <Suspense fallback={<Loading />}>
              <Outlet key={pathname} />
            </Suspense>
          </main>
        </div>
      </div>
      <Drawer
        opened={open}
        onClose={drawer.close}
        withCloseButton={false}
        size="17rem"
        padding={0}
        title={<span className="hidden">{t('nav.main')}</span>}
        classNames={{ content: styles.drawer, header: 'hidden' }}
      >
        <Side onGo={drawer.close} />
      </Drawer>
    </>
  );
}
