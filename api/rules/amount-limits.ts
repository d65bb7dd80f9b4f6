import type { Money } from '../../domain/money';
import { limitMissed } from '../../domain/operating-settings';
import type { AmountLimit, OperatingSettings } from '../../domain/operating-settings';
import { Problem } from '../http/problems';

/** What to answer to an amount outside the limits that an administrator set; undefined for one inside them. */
export function amountProblem(settings: OperatingSettings, amount: Money): Problem | undefined {
  const limit = limitMissed(settings, amount);
  if (!limit) return undefined;
  const message = `${boundsOf(limit)} in minor units of ${limit.currency}.`;
  return new Problem('amount_out_of_limits', {
    errors: [{ path: 'amount.value', code: 'amount_out_of_range', message }],
  });
}

function boundsOf({ min, max }: AmountLimit): string {
  if (min === undefined) return `At most ${max}`;
  return max === undefined ? `At least ${min}` : `From ${min} to ${max}`;
}
