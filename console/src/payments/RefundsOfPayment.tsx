import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Payment } from '../api/contract';
import { refundsOf } from '../api/payments';
import { useWords } from '../i18n/use-words';
import { useSession } from '../session/context';
import { Failure } from '../ui/Failure';
import { Card, pageStyles } from '../ui/Page';
import { Status } from '../ui/Status';

export function RefundsOfPayment({ payment }: { payment: Payment }) {
  const { t, money, person } = useWords();
  const { can } = useSession();
  const { data, error } = useQuery({
    queryKey: ['refunds', { of: payment.id }],
    queryFn: () => refundsOf(payment.id),
    enabled: can('refunds:read') && payment.funding.status === 'succeeded',
  });
  if (error) return <Failure error={error} />;
  if (!data || data.items.length === 0) return null;
  return (
    <Card title={t('refunds.title')}>
      <ul className={pageStyles.rows}>
        {data.items.map(({ id, amount, status, askedBy }) => (
          <li key={id}>
            <Link to={`/refunds?open=${id}`}>{money(amount)}</Link>
            <Status of="refundStatus" code={status} />
            <span>{t('refunds.askedByWhom', { person: person(askedBy) })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
