import { isFruitless, isRefundTerminal } from '../../domain/refunds';
import { referenceOfRefund } from '../../domain/steps';
import { recordChange } from '../changes';
import type { Database } from '../database';
import type { RefundChange } from '../interfaces/refunds';

/** What a refund held of its payment is let go where it came to nothing, and is the card's once the acquirer gave it back. */
const HOLD = `
  update payment p set
    refund_reserved = p.refund_reserved - case when $23::text = 'let_go' then c.amount_value else 0 end,
    refunded = p.refunded + case when $23::text = 'given_back' then c.amount_value else 0 end
  from changed c where p.id = c.payment_id and $23::text is not null`;

export function record(database: Database, change: RefundChange): Promise<'recorded' | 'stale'> {
  const { order, to, settles } = change;
  return recordChange(
    database,
    'refund',
    {
      ...change,
      id: order.id,
      ended: isRefundTerminal(to.status) ? to.status : null,
      settles: settles && { ...settles, reference: referenceOfRefund(order.id, settles.step) },
    },
    { sql: HOLD, value: becomesOfHold(change) },
  );
}

function becomesOfHold({ fact, to }: RefundChange): 'let_go' | 'given_back' | null {
  if (fact.type === 'refunding_succeeded') return 'given_back';
  const ends = ['rejected', 'cancelled', 'expired', 'refunding_declined'].includes(fact.type);
  return ends && isFruitless(to.status) ? 'let_go' : null;
}
