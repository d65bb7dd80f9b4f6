import { useQuery } from '@tanstack/react-query';
import type { Payment } from '../api/contract';
import { paymentReceipt } from '../api/payments';
import { useWords } from '../i18n/use-words';
import { Failure } from '../ui/Failure';
import { Card, Facts } from '../ui/Page';
import { Status } from '../ui/Status';

/** Where the receipt went, and whether it arrived. */
export function ReceiptCard({ payment }: { payment: Payment }) {
  const { t, named, short } = useWords();
  const { data, error } = useQuery({
    queryKey: ['payment', payment.id, 'receipt'],
    queryFn: () => paymentReceipt(payment.id),
  });
  const { phone, email } = payment.receipt ?? {};
  const messages = data?.messages ?? [];
  return (
    <Card title={t('payments.receipt')}>
      <Failure error={error} />
      <Facts
        items={[
          [t('payments.receiptTo'), [phone, email].filter(Boolean).join(', ')],
          ...messages.map(
            ({ way, state, at }) =>
              [
                `${named('way', way)}, ${short(at)}`,
                <Status key={at} of="messageState" code={state} />,
              ] as const,
          ),
        ]}
      />
      {data && messages.length === 0 && <p>{t('payments.noReceiptYet')}</p>}
    </Card>
  );
}
