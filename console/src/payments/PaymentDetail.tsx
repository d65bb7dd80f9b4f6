import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { getPayment, paymentEvents } from '../api/payments';
import type { Payment } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import { Loading } from '../ui/Loading';
import { Card, Facts, Page, pageStyles } from '../ui/Page';
import { Attention, Status } from '../ui/Status';
import { History } from './History';
import { Legs } from './Legs';
import { PaymentActions } from './PaymentActions';
import { cardText } from './PaymentTable';
import { ReceiptCard } from './ReceiptCard';
import { RefundsOfPayment } from './RefundsOfPayment';

export function PaymentDetail() {
  const id = useParams().id!;
  const words = useWords();
  const { t, money } = words;
  const {
    data: payment,
    error,
    refetch,
  } = useQuery({ queryKey: ['payment', id], queryFn: () => getPayment(id) });
  const events = useQuery({ queryKey: ['payment', id, 'events'], queryFn: () => paymentEvents(id) });
  if (!payment) {
    return (
      <Page title={t('payments.payment')}>
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Page>
    );
  }
  return (
    <Page
      title={t('payments.paymentOf', { amount: money(payment.amount) })}
      actions={<PaymentActions payment={payment} />}
    >
      <Group mb="md" gap="sm">
        <Status of="status" code={payment.status} />
        {payment.attention && <Attention reason={payment.attention.reason} />}
        {payment.attention && <Text size="sm">{words.named('attention', payment.attention.reason)}</Text>}
      </Group>
      <div className={pageStyles.two}>
        <div className={pageStyles.stack}>
          <Card title={t('payments.facts')}>
            <Summary payment={payment} />
          </Card>
          <Card title={t('payments.money')}>
            <Legs payment={payment} />
          </Card>
          <RefundsOfPayment payment={payment} />
          {payment.receipt && <ReceiptCard payment={payment} />}
        </div>
        <Card title={t('payments.history')}>
          <Failure error={events.error} onRetry={() => void events.refetch()} />
          <History
            events={events.data?.items}
            begun={{
              at: payment.createdAt,
              actor: payment.createdBy ?? { kind: 'channel', id: payment.channel },
            }}
          />
        </Card>
      </div>
    </Page>
  );
}

function Summary({ payment }: { payment: Payment }) {
  const words = useWords();
  const { t, named, moment, person } = words;
  const { account, createdBy } = payment;
  return (
    <>
      <Facts
        items={[
          [t('payments.account'), `${account.value} (${named('accountBy', account.by)})`],
          [t('payments.paidWith'), cardText(payment, words)],
          [t('payments.created'), moment(payment.createdAt)],
          [t('payments.by'), createdBy && person(createdBy)],
          [t('payments.channel'), payment.channel],
          [t('payments.customer'), payment.customerId],
          [t('payments.reference'), payment.reference],
          [t('payments.batchedOnce'), payment.batched && t('common.yes')],
          [t('payments.id'), <code key="id">{payment.id}</code>],
        ]}
      />
      {payment.workflowUrl && (
        <Button
          component="a"
          href={payment.workflowUrl}
          target="_blank"
          rel="noreferrer"
          variant="default"
          size="xs"
          mt="md"
          rightSection={<Icon name="open" size={14} />}
        >
          {t('payments.workflow')}
        </Button>
      )}
    </>
  );
}
