import { condition } from '@temporalio/workflow';
import { LINE_ACTOR } from '../../domain/actors';
import type { RefundAttention, RefundState, RefundStatus } from '../../domain/refunds';
import { settle } from '../running/settling';
import type { RunningRefund, Verdict } from './running';

export type RefundStepName = 'sendRefund' | 'debitAccount';

interface Plan {
  /** The step is due, and not settled, while the refund stands so. */
  while: RefundStatus;
  unresolved: RefundAttention;
}

const PLANS: Record<RefundStepName, Plan> = {
  sendRefund: { while: 'approved', unresolved: 'refunding_unresolved' },
  debitAccount: { while: 'refunded', unresolved: 'debiting_unresolved' },
};

/** Brings one of a refund's steps to its end, if it is due. */
export function settleStep(running: RunningRefund, step: RefundStepName): Promise<void> {
  const { while: status, unresolved } = PLANS[step];
  const { order } = running;
  const refused = (): boolean => isRefused(running.state);
  return settle(running, {
    due: () => running.state.status === status,
    locally: () => running.attempt((local) => local[step](order, running.state)),
    remotely: () => running.patiently((remote) => remote[step](order, running.state)),
    reason: () => (refused() ? 'debiting_refused' : unresolved),
    refused,
  });
}

/** The card has its money, and the biller won't take it off the account: a person must. */
function isRefused(state: RefundState): boolean {
  return state.status === 'refunded' && state.debiting.status === 'declined';
}

/** Waits, for as long as it takes, until the acquirer's line is back and it is this refund's turn, or until it is taken back. */
export async function turnCame(running: RunningRefund): Promise<void> {
  const { order } = running;
  running.verdict = undefined;
  running.publish();
  await condition(() => running.dispatched || cancellation(running) !== undefined);
  const { state } = running;
  const cancelled = cancellation(running);
  running.become(
    cancelled
      ? await running.writing.noteRefund(order, state, cancelled, cancelled.actor)
      : await running.writing.noteRefund(order, state, { type: 'dispatched' }, LINE_ACTOR),
  );
}

function cancellation({ verdict }: RunningRefund): Extract<Verdict, { type: 'cancelled' }> | undefined {
  return verdict?.type === 'cancelled' ? verdict : undefined;
}
