import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createLineActivities } from '../activities/lines';
import type { LineDeps } from '../activities/line-deps';
import { ensureLine } from '../client/lines-client';
import { LINES_QUEUE } from '../client/task-queues';
import type { Batched } from '../store/interfaces/lines';
import type { Store } from '../store/interfaces/store';
import { workflowCode } from './bundle';
import { named } from './gateways';
import type { PaymentParts, Payments } from './payments';
import { repeat } from './repeating';
import type { Repeated } from './repeating';

export type LineClock = Pick<LineDeps, 'rest' | 'now'>;

const CLOCK: LineClock = {
  rest: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  now: Date.now,
};

/** The worker that watches the acquirers' lines and sends what waited for them. */
export function createLineWorker(
  { settings, engine, store, acquirers, operating }: PaymentParts,
  payments: Payments,
  clock: Partial<LineClock> = {},
): Promise<Worker> {
  return Worker.create({
    connection: engine.connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    dataConverter: engine.client.options.dataConverter,
    taskQueue: LINES_QUEUE,
    ...workflowCode(),
    activities: createLineActivities({
      lines: store.lines,
      payments: store.payments,
      refunds: store.refunds,
      // Without the watcher: a probe is not a payment.
      acquirer: named(acquirers, 'acquirer'),
      operating,
      dispatch: (item) => dispatch(store, payments, item),
      ...CLOCK,
      ...clock,
    }),
    // A watch for each acquirer, and its forwarding.
    maxConcurrentActivityTaskExecutions: 2 * acquirers.size + 2,
    shutdownGraceTime: '1s',
  });
}

/** Sees to it that each acquirer's line is watched, from how it last stood. */
export async function ensureLines({ engine, store, acquirers }: PaymentParts): Promise<void> {
  const lines = await store.lines.list();
  for (const acquirer of acquirers.keys()) {
    const status = lines.find((line) => line.acquirer === acquirer)?.status;
    await ensureLine(engine.client, { acquirer, status });
  }
}

/** How long a line may go unwatched whose workflow somebody ended, in milliseconds. */
const LOOK_EVERY_MS = 30_000;

/** Sees to it for as long as the process lives. */
export function keepLinesWatched(parts: PaymentParts, log: Logger): Repeated {
  return repeat(async () => {
    await ensureLines(parts).catch((error: Error) => {
      log.warn({ error: error.name }, 'the watch over the lines could not be looked after just now');
    });
    return false;
  }, LOOK_EVERY_MS);
}

async function dispatch(store: Store, payments: Payments, { kind, id }: Batched): Promise<void> {
  if (kind === 'payment') {
    const payment = await store.payments.get(id);
    if (payment) await payments.client.dispatch(payment.order, payment.state);
  } else {
    const refund = await store.refunds.get(id);
    if (refund) await payments.refunds.dispatch(refund.order, refund.state);
  }
}
