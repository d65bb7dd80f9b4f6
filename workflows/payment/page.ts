import { condition } from '@temporalio/workflow';
import { INQUIRY_SCHEDULE } from '../../domain/schedules';
import type { RunningPayment } from './running';

/**
 * Waits until the payer is done, in one way or another. News (a callback, the payer's browser coming back) may come
 * in any order, twice, or never; it only makes the workflow look. The clock closes the page.
 */
export async function payerFinished(running: RunningPayment): Promise<void> {
  const { order } = running;
  const expiresAt = order.source.type === 'hosted_page' ? Date.parse(order.source.expiresAt) : 0;
  let looks = 0;
  let heard = 0;
  running.publish();
  while (running.state.status === 'awaiting_payer') {
    const left = expiresAt - Date.now();
    if (running.cancelledBy) {
      const actor = running.cancelledBy;
      running.become(await running.remote.closePage(order, running.state, { type: 'cancelled', actor }));
    } else if (left <= 0) {
      running.become(await running.remote.closePage(order, running.state, { type: 'page_expired' }));
    } else if (running.news > heard) {
      heard = running.news;
      looks = 0;
      await look(running);
    } else {
      // After news that led nowhere yet, look again by and by; before any, the clock is all there is to wait for.
      const wait = heard > 0 ? Math.min(INQUIRY_SCHEDULE[looks++] ?? left, left) : left;
      const stirred = await condition(() => running.news > heard || running.cancelledBy !== undefined, wait);
      if (!stirred && heard > 0 && wait < left) await look(running);
    }
  }
}

async function look(running: RunningPayment): Promise<void> {
  const { order, state } = running;
  const seen = await running.attempt((local) => local.checkPage(order, state));
  if (seen) running.become(seen);
}
