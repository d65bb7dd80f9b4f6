import { setTimeout as delay } from 'node:timers/promises';
import { FUNDING_DEADLINE, LATE_RESULT_SCHEDULE } from '../../domain/schedules';
import type { PaymentOrder } from '../../domain/orders';
import { makeLong } from '../support/long-history';
import { channel, decided, finished, opened, pageOf, until, untilAttention } from './walking';
import type { Scenarios } from './walking';
import type { Stage } from './stage';

/** Payments on the acquirer's page. */
export const PAGES = {
  'payment-page-succeeded': async (stage) => {
    const order = await opened(stage);
    await stage.client.news(order.id);
    stage.acquirer.pay(pageOf(order));
    await stage.client.news(order.id);
    return finished(stage, order);
  },

  'payment-page-declined': async (stage) => {
    const order = await opened(stage);
    stage.acquirer.pay(pageOf(order), 'do_not_honour');
    await stage.client.news(order.id);
    return finished(stage, order);
  },

  'payment-page-expired': async (stage) => finished(stage, await opened(stage)),

  'payment-page-late-release': async (stage) => {
    const order = await opened(stage);
    stage.acquirer.pay(pageOf(order));
    stage.acquirer.script('expirePage', { kind: 'serverError' });
    return finished(stage, order);
  },

  'payment-page-late-by-person': async (stage) => decided(stage, await neverLookedAt(stage), 'declined'),

  'payment-page-late-asked-again': async (stage) =>
    decided(stage, await neverLookedAt(stage, 1), 'ask_again'),

  'payment-page-cancelled': async (stage) => {
    const order = await opened(stage);
    await stage.client.cancel(order.id, channel);
    return finished(stage, order);
  },

  // The clock closes the page and finds a payer who has paid, while somebody cancels.
  'payment-page-cancel-refused': async (stage) => {
    const order = await opened(stage, 2000);
    stage.acquirer.pay(pageOf(order));
    stage.acquirer.script('expirePage', { kind: 'delay', ms: 150 });
    const before = stage.acquirer.calls.expirePage;
    await until(() => stage.acquirer.calls.expirePage !== before);
    const refused = await stage.client.cancel(order.id, channel).catch((error: unknown) => error);
    if (!(refused instanceof Error)) throw new Error(`${order.id} was cancelled`);
    return finished(stage, order);
  },

  // The first try is in time and finds nobody; the clock that then says "too late" is the real one.
  'payment-page-not-opened': async (stage) => {
    const left = 1500;
    const createdAt = new Date(Date.now() - FUNDING_DEADLINE + left).toISOString();
    const order = await stage.pageOrder({ createdAt });
    stage.acquirer.script('openPage', { kind: 'serverError' }, 2);
    await stage.client.start(order, { fresh: true, waitMs: 0 });
    await delay(left);
    return finished(stage, order);
  },

  'payment-page-afresh': async (stage) => {
    const { order, first } = await afresh(stage);
    await finished(stage, order);
    return { workflowId: order.id, runId: first };
  },

  'payment-page-gone-on': async (stage) => finished(stage, (await afresh(stage)).order),

  'payment-capture-refused': async (stage) => {
    const order = await opened(stage);
    stage.acquirer.script('capture', { kind: 'decline', code: 'amount_out_of_range' });
    stage.acquirer.pay(pageOf(order));
    await stage.client.news(order.id);
    return finished(stage, order);
  },

  'payment-capture-inquired': async (stage) => {
    const order = await opened(stage);
    stage.acquirer.script('capture', { kind: 'dropAfter' });
    stage.acquirer.pay(pageOf(order));
    await stage.client.news(order.id);
    return finished(stage, order);
  },
} satisfies Partial<Scenarios>;

/** A page of so much news that its workflow began a new run; then the payer pays, and nobody says so. */
async function afresh(stage: Stage): Promise<{ order: PaymentOrder; first: string }> {
  const order = await opened(stage);
  const handle = stage.environment.client.workflow.getHandle(order.id);
  const first = (await handle.describe()).runId;
  await makeLong(stage.environment.client, order.id);
  await until(async () => (await handle.describe()).runId !== first);
  stage.acquirer.pay(pageOf(order));
  return { order, first };
}

/** The close itself, and then every look at what became of it, fails. */
async function neverLookedAt(stage: Stage, inVain = 0) {
  const order = await stage.pageOrder();
  stage.acquirer.script('expirePage', { kind: 'serverError' }, 2 + LATE_RESULT_SCHEDULE.length + inVain);
  await untilAttention(stage, order);
  return order;
}
