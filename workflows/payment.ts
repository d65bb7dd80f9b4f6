/**
 * One payment, from the order to its end.
 *
 * One that was batched waits first until the acquirer's line is back. Fund it: charge the registered card or the one in the
 * vault, or open the acquirer's page and wait for the payer, who may finish, cancel or never come back. Credit it: register
 * it with the biller. If the biller refuses for good, give the card's money back. A call whose outcome nobody knows is asked
 * about, at growing intervals, and then by a person; it is never sent again blindly. A payment that succeeded gets its receipt.
 *
 * The caller has the funding answer long before the end; all that a person or a channel wants of a running payment comes
 * as an update (yes or no) or a signal (news).
 */
import { allHandlersFinished, condition } from '@temporalio/workflow';
import { received } from '../domain/payments';
import type { PaymentState } from '../domain/payments';
import { LATE_RESULT_SCHEDULE } from '../domain/schedules';
import { turnCame } from './payment/batch';
import { payerFinished } from './payment/page';
import { begin } from './payment/listening';
import type { RunningPayment } from './payment/running';
import { settleStep } from './payment/settling';
import { askPerson, settleContradiction } from './running/settling';
import type { PaymentInput } from './messages';

export async function payment({
  order,
  state = received(order),
  payerStirred = false,
  ...schedules
}: PaymentInput): Promise<PaymentState> {
  const running = begin(order, state, schedules);
  if (payerStirred) running.news = 1;
  if (state.status === 'batched') await turnCame(running);
  if (order.source.type === 'hosted_page') await fundOnPage(running);
  else await settleStep(running, 'fund');
  // Sent and settled, or never to be sent. What comes next need not wait for the vault.
  const cardErased = order.source.type === 'vaulted_card' ? running.writing.eraseCard(order) : undefined;
  await settleStep(running, 'credit');
  await settleStep(running, 'reverse');
  if (running.state.status === 'succeeded') await sendReceipt(running);
  await settleContradiction(running);
  if (mayHoldMoney(running.state)) await releaseLateResult(running);
  await settleContradiction(running);
  running.publish();
  await cardErased;
  await condition(allHandlersFinished);
  return running.state;
}

async function fundOnPage(running: RunningPayment): Promise<void> {
  if (!running.state.page) await settleStep(running, 'openPage');
  if (running.state.status === 'awaiting_payer') await payerFinished(running);
  if (running.state.page) await settleStep(running, 'capture');
}

/**
 * A page that was closed may have had a payer on it, and a refused capture leaves what was authorised: what is held all
 * the same is let go.
 */
async function releaseLateResult(running: RunningPayment): Promise<void> {
  let over = false;
  const look = async (): Promise<void> => {
    const { order, state } = running;
    const seen = await running.patiently((remote) => remote.releaseLateResult(order, state));
    if (!seen) return;
    running.become(seen.state);
    over = seen.over;
  };
  if (running.state.attention === undefined) {
    for (const wait of [0, ...(running.own.lateResultMs ?? LATE_RESULT_SCHEDULE)]) {
      if (wait > 0) await running.pause(wait);
      await look();
      if (over) return;
    }
  }
  const due = (): boolean => !over && running.state.attention !== undefined;
  await askPerson(running, () => 'late_authorisation_not_released', look, due);
}

async function sendReceipt(running: RunningPayment): Promise<void> {
  const { order } = running;
  if (!order.receipt) return;
  const asked = await running.attempt((local) => local.sendReceipt(order));
  if (!asked) await running.writing.sendReceipt(order);
}

function mayHoldMoney({ status, page, funding }: PaymentState): boolean {
  if (page === undefined) return false;
  if (status === 'expired' || status === 'cancelled') return true;
  return status === 'declined' && funding.externalId !== undefined;
}
