import type { Leg, Payment } from '../api/contract';
import { useWords } from '../i18n/use-words';
import { Facts } from '../ui/Page';
import { Status } from '../ui/Status';

/** How each movement of the money stands. */
export function Legs({ payment }: { payment: Payment }) {
  const { t, money } = useWords();
  const { amount, refunds } = payment;
  const part = (value: number) => money({ ...amount, value });
  return (
    <Facts
      items={[
        [
          t('legs.funding'),
          // Nothing is sent before its turn: that is not under way.
          payment.status === 'batched' ? t('legs.waits') : <LegState key="f" leg={payment.funding} />,
        ],
        [t('legs.crediting'), <LegState key="c" leg={payment.crediting} />],
        [t('legs.reversal'), payment.reversal && <LegState key="r" leg={payment.reversal} />],
        [t('legs.refunded'), refunds?.refunded ? part(refunds.refunded) : undefined],
        [
          t('legs.reserved'),
          refunds && refunds.reserved > refunds.refunded
            ? part(refunds.reserved - refunds.refunded)
            : undefined,
        ],
      ]}
    />
  );
}

export function LegState({ leg }: { leg: Leg }) {
  const { named } = useWords();
  return (
    <>
      <Status of="leg" code={leg.status} />
      {leg.declineCode && <div>{named('decline', leg.declineCode)}</div>}
    </>
  );
}
