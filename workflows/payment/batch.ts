import { condition } from '@temporalio/workflow';
import { LINE_ACTOR } from '../../domain/actors';
import type { RunningPayment } from './running';

/** Waits, for as long as it takes, until the acquirer's line is back and it is this payment's turn, or until it is cancelled. */
export async function turnCame(running: RunningPayment): Promise<void> {
  const { order } = running;
  running.publish();
  await condition(() => running.dispatched || running.cancelledBy !== undefined);
  const { state, cancelledBy } = running;
  running.become(
    cancelledBy
      ? await running.writing.note(order, state, { type: 'cancelled', actor: cancelledBy }, cancelledBy)
      : await running.writing.note(order, state, { type: 'dispatched' }, LINE_ACTOR),
  );
}
