import { referenceOf } from '../../domain/steps';
import { recordChange } from '../changes';
import type { Database } from '../database';
import type { Change } from '../interfaces/payments';
import { endedAs } from './rows';

export function record(database: Database, change: Change): Promise<'recorded' | 'stale'> {
  const { order, to, settles } = change;
  return recordChange(database, 'payment', {
    ...change,
    id: order.id,
    ended: endedAs(to.status),
    settles: settles && { ...settles, reference: referenceOf(order.id, settles.step) },
  });
}
