import { Text } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useWords } from '../i18n/use-words';
import { Card, Page } from '../ui/Page';
import { Outcome } from './Outcome';
import styles from './pay.module.css';

/** Where the card page sends one back to. The tab that it was opened from knows the outcome already. */
export function Returned() {
  const { t } = useWords();
  const [search] = useSearchParams();
  const paymentId = search.get('paymentId');
  return (
    <Page title={t('pay.returned')}>
      <Text mb="md">{t('pay.returnedHint')}</Text>
      {paymentId && (
        <div className={styles.frame}>
          <Card>
            <Outcome paymentId={paymentId} />
          </Card>
        </div>
      )}
    </Page>
  );
}
