import { Alert } from '@mantine/core';
import type { Account } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { Facts } from '../ui/Page';
import styles from './pay.module.css';

/** Whose account it is: to be said to the caller before money moves. */
export function Customer({ account }: { account: Account }) {
  const { t, money, named } = useWords();
  return (
    <>
      <div className={styles.customer}>
        <Facts
          items={[
            [t('pay.name'), account.name && <strong>{account.name}</strong>],
            [named('accountBy', account.by), account.value],
            [t('pay.balance'), account.balance && money(account.balance)],
            [t('pay.debt'), account.debt && account.debt.value > 0 ? money(account.debt) : undefined],
          ]}
        />
      </div>
      {account.status === 'closed' && (
        <Alert color="red" mb="md">
          {t('pay.closed')}
        </Alert>
      )}
    </>
  );
}
