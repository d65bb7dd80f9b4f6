import type { Payment } from '../api/contract';

/** What may still be asked back, in minor units. `reserved` holds what is refunded and what is asked for. */
export function refundable({ status, amount, refunds }: Payment): number {
  if (status !== 'succeeded') return 0;
  return amount.value - (refunds?.reserved ?? 0);
}
