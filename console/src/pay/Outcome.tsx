import { Alert, Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import type { Payment } from '../api/contract';
import { getPayment } from '../api/payments';
import { useWords } from '../i18n/use-words';
import { Legs } from '../payments/Legs';
import { cardText } from '../payments/PaymentTable';
import { useAnnounce } from '../ui/Announcer';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import { Loading, Spinner } from '../ui/Loading';
import styles from './pay.module.css';

const OPEN = ['processing', 'awaiting_payer', 'funded', 'reversing', 'batched'];
const LOOK_MS = 3000;

interface Props {
  paymentId: string;
  /** `same`: another payment for the same customer. */
  onAgain?: (same: boolean) => void;
}

/** How the payment goes, as it goes: told of by the stream, and looked at besides while it is open. */
export function Outcome({ paymentId, onAgain }: Props) {
  const words = useWords();
  const { t, money, named } = words;
  const announce = useAnnounce();
  const {
    data: payment,
    error,
    refetch,
  } = useQuery({
    queryKey: ['payment', paymentId],
    queryFn: () => getPayment(paymentId),
    refetchInterval: ({ state }) => (state.data && OPEN.includes(state.data.status) ? LOOK_MS : false),
  });
  const status = payment?.status;
  useEffect(() => {
    if (status) announce(t(`outcome.${status}`));
  }, [announce, status, t]);
  if (!payment) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />;
  const code = payment.funding.declineCode ?? payment.crediting.declineCode;
  return (
    <>
      <div className={styles.outcome}>
        <Mark payment={payment} />
        <div>
          <h3>{t(`outcome.${payment.status}`)}</h3>
          <p>
            {money(payment.amount)} → {payment.account.value}
          </p>
          {payment.source.card && <p>{cardText(payment, words)}</p>}
          {code && <p>{named('decline', code)}</p>}
          <p>{t(`outcome.${payment.status}Hint`)}</p>
        </div>
      </div>
      {payment.redirectUrl && (
        <Button
          component="a"
          href={payment.redirectUrl}
          target="_blank"
          rel="noreferrer"
          mb="md"
          rightSection={<Icon name="open" size={16} />}
        >
          {t('pay.openCardPage')}
        </Button>
      )}
      {payment.attention && (
        <Alert color="red" mb="md">
          {named('attention', payment.attention.reason)}
        </Alert>
      )}
      <Failure error={error} />
      <Legs payment={payment} />
      <Group mt="lg">
        <Button component={Link} to={`/payments/${payment.id}`} variant="default">
          {t('pay.details')}
        </Button>
        {onAgain && (
          <>
            <Button variant="default" onClick={() => onAgain(true)}>
              {t(payment.status === 'declined' ? 'pay.otherCard' : 'pay.sameCustomer')}
            </Button>
            <Button variant={payment.redirectUrl ? 'default' : 'filled'} onClick={() => onAgain(false)}>
              {t('pay.another')}
            </Button>
          </>
        )}
      </Group>
    </>
  );
}

function Mark({ payment: { status } }: { payment: Payment }) {
  if (status === 'succeeded')
    return (
      <span className={styles.mark} data-tone="good">
        <Icon name="check" size={26} />
      </span>
    );
  if (status === 'batched')
    return (
      <span className={styles.mark} data-tone="later">
        <Icon name="clock" size={26} />
      </span>
    );
  if (!OPEN.includes(status))
    return (
      <span className={styles.mark} data-tone="bad">
        <Icon name="cross" size={26} />
      </span>
    );
  return (
    <span className={styles.mark}>
      <Spinner size="sm" />
    </span>
  );
}
