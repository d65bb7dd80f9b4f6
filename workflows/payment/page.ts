import { allHandlersFinished, condition, continueAsNew, sleep, workflowInfo } from '@temporalio/workflow';
import type { PaymentInput } from '../messages';
import type { RunningPayment } from './running';

/** Between two tries to close a page that could not be closed, in milliseconds. */
const CLOSE_AGAIN = 60_000;

const summary = 'Wait for the payer';

/**
 * Waits until the payer is done, in one way or another. News (a callback, the payer's browser coming back) may come
 * in any order, twice, or never; it only makes the workflow look. The clock closes the page.
 */
export async function payerFinished(running: RunningPayment): Promise<void> {
  const { order } = running;
  const expiresAt = order.source.type === 'hosted_page' ? Date.parse(order.source.expiresAt) : 0;
  let looks = 0;
  let heard = 0;
  const isNew = (): boolean => running.news > heard;
  running.publish();
  while (running.state.status === 'awaiting_payer') {
    const left = expiresAt - Date.now();
    if (running.cancelledBy || left <= 0) {
      if (!(await close(running))) await sleep(CLOSE_AGAIN, { summary: 'Wait before it is closed again' });
    } else if (isNew()) {
      await startAfreshWhenLong(running);
      heard = running.news;
      looks = 0;
      running.payerStirred = true;
      await look(running);
    } else {
      // After news that led nowhere yet, look again by and by; before any, the clock is all there is to wait for.
      const wait = running.payerStirred ? Math.min(running.inquiryMs[looks++] ?? left, left) : left;
      const stirred = await condition(() => isNew() || running.cancelledBy !== undefined, wait, { summary });
      if (!stirred && wait < left) await look(running);
    }
  }
}

async function close(running: RunningPayment): Promise<boolean> {
  const { order, state, cancelledBy: actor } = running;
  const closing = actor ? ({ type: 'cancelled', actor } as const) : ({ type: 'page_expired' } as const);
  const closed = await running.patiently((remote) => remote.closePage(order, state, closing));
  if (closed) running.become(closed);
  return closed !== undefined;
}

async function look(running: RunningPayment): Promise<void> {
  const { order, state } = running;
  const seen = await running.attempt((local) => local.checkPage(order, state));
  if (seen) running.become(seen);
}

/**
 * A page that somebody reloads all day must not fill the history. The new run looks first: a look before it would give more
 * news the time to come, for which the engine keeps a run from ending.
 */
async function startAfreshWhenLong(running: RunningPayment): Promise<void> {
  const { order, state, own } = running;
  if (!allHandlersFinished() || !workflowInfo().continueAsNewSuggested) return;
  const input: PaymentInput = { order, state, ...own, payerStirred: true };
  await continueAsNew<(input: PaymentInput) => Promise<unknown>>(input);
}
