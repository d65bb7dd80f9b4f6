import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { ensureLine, lineIdOf } from '../../client/lines-client';
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
    await watched(stage);
    await outage(stage, 2);
    stage.acquirer.script('authorise', { kind: 'serverError' }, 2);
    for (let index = 0; index < 2; index++) {
      await stage.client.start(await stage.order(), { fresh: false, waitMs: 0 });
    }
    await stands(stage, 'down');
    await letIn(stage, await stage.order());
    await stands(stage, 'up');
    stage.acquirer.script('authorise', { kind: 'serverError' });
    stage.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 3);
    await outage(stage, 2);
    return LINE;
  },

  // The biller has the word about the first that waited.
  'line-passed-over': async (stage) => {
    await watched(stage);
    stage.acquirer.isOut = true;
    await stands(stage, 'down');
    const account = { by: 'account', value: 'unknown-1' } as const;
    const refused = await stage.order({}, { batched: true, account });
    await stage.client.start(refused, { fresh: false, waitMs: 0 });
    await outage(stage, 1);
    return LINE;
  },

  // Of two numbers in the vault one is tried; a card that waits behind them opens the line.
  'line-vault-silent': async (stage) => {
    await watched(stage);
    stage.acquirer.isOut = true;
    await stands(stage, 'down');
    const first = await vaulted(stage);
    const second = await vaulted(stage);
    stage.acquirer.script('authorise', { kind: 'dropBefore', reason: 'vault_silent' });
    stage.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 2);
    stage.acquirer.isOut = false;
    await until(async () => (await stage.store.payments.get(first.id))!.state.status !== 'batched');
    await batched(stage);
    await stands(stage, 'up');
    await stage.client.cancel(second.id, manager);
    await stage.environment.client.workflow.getHandle(first.id).result();
    return LINE;
  },

  'line-trial-fresh': async (stage) => {
    await watched(stage);
    stage.acquirer.isOut = true;
    await stands(stage, 'down');
    stage.acquirer.isOut = false;
    await letIn(stage, await stage.order());
    await stands(stage, 'up');
    return LINE;
  },

  'line-trial-failed': async (stage) => {
    await watched(stage);
    await failedTrial(stage);
    await letIn(stage, await stage.order());
    await stands(stage, 'up');
    return LINE;
  },

  'line-anew': async (stage) => {
    await watched(stage);
    await failedTrial(stage);
    const line = stage.environment.client.workflow.getHandle(LINE);
    const { runId } = await line.describe();
    for (let count = 0; count < 3; count++) await line.signal('lineTrouble', 'x'.repeat(1_500_000));
    await letIn(stage, await stage.order());
    await until(async () => (await line.describe()).runId !== runId);
    return { workflowId: LINE, runId };
  },
} satisfies Partial<Scenarios>;

const LINE = lineIdOf('sandbox');

/** A line that is watched from now on, and up. */
async function watched(stage: Stage): Promise<void> {
  stage.operate({ lines: { probeMs: 50, downAfterFailures: 2, forwardPerSecond: 50 } });
  const { client } = stage.environment;
  try {
    await client.workflow.getHandle(LINE).terminate('another scenario');
    await ensureLine(client, { acquirer: 'sandbox' });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await stage.watchLine();
  }
}

/** A payment that the API lets in to try the line. */
async function letIn(stage: Stage, order: PaymentOrder): Promise<void> {
  await until(() => stage.store.lines.claimTrial('sandbox', order.id));
  await stage.client.start(order, { fresh: false, waitMs: 0 });
}

/** Nobody knows what became of the payment that was let in. */
async function failedTrial(stage: Stage): Promise<void> {
  stage.acquirer.isOut = true;
  await stands(stage, 'down');
  stage.acquirer.isOut = false;
  await stands(stage, 'trial');
  stage.acquirer.script('authorise', { kind: 'serverError' });
  stage.acquirer.script('inquireAuthorisation', { kind: 'serverError' });
  await letIn(stage, await stage.order());
  await stands(stage, 'down');
}

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
  const order = await stage.vaultedOrder(`vlt_${randomUUID()}`);
  await stage.client.start(order, { fresh: false, waitMs: 0 });
  return order;
}
