import { lineIdOf } from '../../client/lines-client';
import type { PaymentOrder } from '../../domain/orders';
import type { Stage } from './stage';
import { manager, until } from './walking';
import type { Scenarios } from './walking';

/** What waits for an acquirer's line. */
export const BATCHES = {
  'payment-batched': async (stage) => {
    const order = await batched(stage);
    await stage.client.dispatch(order, (await stage.store.payments.get(order.id))!.state);
    await stage.environment.client.workflow.getHandle(order.id).result();
    return order.id;
  },

  'payment-batched-cancelled': async (stage) => {
    const order = await batched(stage);
    await stage.client.cancel(order.id, manager);
    await stage.environment.client.workflow.getHandle(order.id).result();
    return order.id;
  },

  // The answer was lost, so the number is kept until it is known.
  'payment-vaulted': async (stage) => {
    const order = await vaulted(stage);
    stage.acquirer.script('authorise', { kind: 'dropAfter' });
    await stage.client.dispatch(order, (await stage.store.payments.get(order.id))!.state);
    await stage.environment.client.workflow.getHandle(order.id).result();
    return order.id;
  },

  'payment-vaulted-cancelled': async (stage) => {
    const order = await vaulted(stage);
    await stage.client.cancel(order.id, manager);
    await stage.environment.client.workflow.getHandle(order.id).result();
    return order.id;
  },
} satisfies Partial<Scenarios>;

/** The line itself. It is watched from then on, and the watch keeps the clock from skipping: last of all. */
export const LINES = {
  // Down, back with a trial that brings an outcome, and the others follow; then down by calls that nobody answers, and a
  // trial whose outcome nobody knows.
  line: async (stage) => {
    stage.operate({ lines: { probeMs: 50, downAfterFailures: 2, forwardPerSecond: 50 } });
    await stage.watchLine();
    await outage(stage, 2);
    stage.acquirer.script('authorise', { kind: 'serverError' }, 2);
    for (let index = 0; index < 2; index++) {
      await stage.client.start(await stage.order(), { fresh: false, waitMs: 0 });
    }
    await stands(stage, 'down');
    await stands(stage, 'up');
    stage.acquirer.script('authorise', { kind: 'serverError' });
    stage.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 3);
    await outage(stage, 2);
    return lineIdOf('sandbox');
  },
} satisfies Partial<Scenarios>;

async function outage(stage: Stage, waiting: number): Promise<void> {
  stage.acquirer.isOut = true;
  await stands(stage, 'down');
  const orders: PaymentOrder[] = [];
  for (let index = 0; index < waiting; index++) orders.push(await batched(stage));
  stage.acquirer.isOut = false;
  const last = orders.at(-1)!;
  await until(async () => (await stage.store.payments.get(last.id))!.state.status === 'succeeded');
  await stands(stage, 'up');
}

async function stands(stage: Stage, status: string): Promise<void> {
  await until(async () => (await stage.store.lines.list())[0]?.status === status);
}

async function batched(stage: Stage): Promise<PaymentOrder> {
  const order = await stage.order({}, { batched: true });
  await stage.client.start(order, { fresh: false, waitMs: 0 });
  return order;
}

async function vaulted(stage: Stage): Promise<PaymentOrder> {
  const order = await stage.vaultedOrder('vlt_1');
  await stage.client.start(order, { fresh: false, waitMs: 0 });
  return order;
}
