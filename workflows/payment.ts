/**
 * One payment, from the order to its end.
 *
 * Fund it: charge the registered card, or open the acquirer's page and wait for the payer, who may finish, cancel or
 * never come back. Credit it: register it with the biller. If the biller refuses for good, give the card's money back.
 * A call whose outcome nobody knows is asked about, at growing intervals, and then by a person; it is never sent
 * again blindly. A payment that succeeded gets its receipt.
 *
 * The caller has the funding answer long before the end; all that a person or a channel wants of a running payment comes
 * as an update (yes or no) or a signal (news).
 */
import { allHandlersFinished, condition } from '@temporalio/workflow';
import { received } from '../domain/payments';
import type { PaymentState } from '../domain/payments';
import { LATE_RESULT_SCHEDULE } from '../domain/schedules';
import { payerFinished } from './payment/page';
import { begin } from './payment/listening';
import type { RunningPayment } from './payment/running';
import { askPerson, settle } from './payment/settling';
import type { PaymentInput } from './messages';

export async function payment({ order, state = received() }: PaymentInput): Promise<PaymentState> {
  const running = begin(order, state);
  if (order.source.type === 'card') await settle(running, 'fund');
  else await fundOnPage(running);
  await settle(running, 'credit');
  await settle(running, 'reverse');
  if (running.state.status === 'succeeded') await sendReceipt(running);
  if (wasClosed(running)) await releaseLateResult(running);
  running.publish();
  await condition(allHandlersFinished);
  return running.state;
}

async function fundOnPage(running: RunningPayment): Promise<void> {
  if (!running.state.page) await settle(running, 'openPage');
  if (running.state.status === 'awaiting_payer') await payerFinished(running);
  if (running.state.page) await settle(running, 'capture');
}

/** The page is closed, but a payer may have been on it: what is authorised all the same is let go. */
async function releaseLateResult(running: RunningPayment): Promise<void> {
  let over = false;
  const look = async (): Promise<void> => {
    const seen = await running.remote.releaseLateResult(running.order, running.state);
    running.become(seen.state);
    over = seen.over;
  };
  for (const wait of [0, ...LATE_RESULT_SCHEDULE]) {
    if (wait > 0) await running.pause(wait);
    await look();
    if (over) return;
  }
  await askPerson(running, 'late_authorisation_not_released', look, () => {
    return !over && running.state.attention !== undefined;
  });
}

async function sendReceipt(running: RunningPayment): Promise<void> {
  const { order } = running;
  if (!order.receipt) return;
  const asked = await running.attempt((local) => local.sendReceipt(order));
  if (!asked) await running.remote.sendReceipt(order);
}

function wasClosed({ state }: RunningPayment): boolean {
  return state.status === 'expired' || state.status === 'cancelled';
}
