/**
 * One refund, from the request to its end.
 *
 * A manager approves it or rejects it, and is never the one who asked. Until then whoever asked may take it back; a request
 * that lies too long is escalated, and in the end expires. An approved one waits where the acquirer's line is down and
 * it was batched. Then the card gets its money back, the biller takes it off the account, and the payer is told. A call
 * whose outcome nobody knows is asked about, at growing intervals, and then by a person; it is never sent again blindly.
 */
import { allHandlersFinished, condition } from '@temporalio/workflow';
import { requested } from '../domain/refunds';
import type { RefundState } from '../domain/refunds';
import type { RefundInput } from './messages';
import { decided } from './refund/deciding';
import { begin } from './refund/listening';
import type { RunningRefund } from './refund/running';
import { settleStep, turnCame } from './refund/settling';
import { settleContradiction } from './running/settling';

export async function refund({ order, state = requested(), inquiryMs }: RefundInput): Promise<RefundState> {
  const running = begin(order, state, inquiryMs);
  if (running.state.status === 'pending_approval') await decided(running);
  if (running.state.status === 'batched') await turnCame(running);
  await settleStep(running, 'sendRefund');
  await settleStep(running, 'debitAccount');
  if (running.state.status === 'succeeded') await tellPayer(running);
  await settleContradiction(running);
  running.publish();
  await condition(allHandlersFinished);
  return running.state;
}

async function tellPayer(running: RunningRefund): Promise<void> {
  const { order } = running;
  const told = await running.attempt((local) => local.sendRefundNotice(order));
  if (!told) await running.writing.sendRefundNotice(order);
}
