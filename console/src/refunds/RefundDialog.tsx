import { Group, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Refund } from '../api/contract';
import { getPayment, getRefund, refundEvents } from '../api/payments';
import { useWords } from '../i18n/use-words';
import { History } from '../payments/History';
import { LegState } from '../payments/Legs';
import { cardText } from '../payments/PaymentTable';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Facts } from '../ui/Page';
import { Attention, Status } from '../ui/Status';
import { useFocusBack } from '../ui/use-focus-back';
import { RefundDecision } from './RefundDecision';

/** One refund: what was asked, how it stands, and what the reader may do about it. */
export function RefundDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, money } = useWords();
  useFocusBack(true);
  const {
    data: refund,
    error,
    refetch,
  } = useQuery({ queryKey: ['refund', id], queryFn: () => getRefund(id) });
  const events = useQuery({ queryKey: ['refund', id, 'events'], queryFn: () => refundEvents(id) });
  const title = refund ? t('refunds.refundOf', { amount: money(refund.amount) }) : t('refunds.refund');
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Failure error={error} onRetry={() => void refetch()} />
      {!refund && !error && <Loading />}
      {refund && (
        <>
          <Group gap={6} mb="md">
            <Status of="refundStatus" code={refund.status} />
            {refund.attention && <Attention reason={refund.attention.reason} />}
          </Group>
          <RefundFacts refund={refund} />
          <RefundDecision refund={refund} />
          <h3>{t('payments.history')}</h3>
          <History events={events.data?.items} begun={{ at: refund.createdAt, actor: refund.askedBy }} />
        </>
      )}
    </Modal>
  );
}

function RefundFacts({ refund }: { refund: Refund }) {
  const { t, moment, person, distance } = useWords();
  const pending = refund.status === 'pending_approval';
  return (
    <Facts
      items={[
        [t('refunds.payment'), <OfPayment key="payment" id={refund.paymentId} />],
        [t('refunds.reason'), refund.reason],
        [t('refunds.askedBy'), `${person(refund.askedBy)}, ${moment(refund.createdAt)}`],
        [
          t('refunds.decidedBy'),
          refund.decidedBy &&
            `${person(refund.decidedBy)}${refund.decidedAt ? `, ${moment(refund.decidedAt)}` : ''}`,
        ],
        [t('refunds.note'), refund.note],
        [t('refunds.expires'), pending ? distance(refund.expiresAt) : undefined],
        [
          t('legs.refunding'),
          refund.refunding.status === 'none' ? undefined : <LegState key="r" leg={refund.refunding} />,
        ],
        [
          t('legs.debiting'),
          refund.debiting.status === 'none' ? undefined : <LegState key="d" leg={refund.debiting} />,
        ],
      ]}
    />
  );
}

/** Of what, for whom and by which card: what a manager decides by, besides the reason. */
function OfPayment({ id }: { id: string }) {
  const words = useWords();
  const { t, money } = words;
  const { data: payment } = useQuery({ queryKey: ['payment', id], queryFn: () => getPayment(id) });
  const refunded = payment?.refunds?.refunded ?? 0;
  return (
    <>
      <Link to={`/payments/${id}`}>
        {payment ? `${money(payment.amount)} → ${payment.account.value}` : t('pay.details')}
      </Link>
      {payment && <div>{cardText(payment, words)}</div>}
      {payment && refunded > 0 && (
        <div>{t('payments.wentBack', { amount: money({ ...payment.amount, value: refunded }) })}</div>
      )}
    </>
  );
}
