import { setTimeout as delay } from 'node:timers/promises';
import type { Actor } from '../../domain/actors';
import type { PaymentOrder } from '../../domain/orders';
import { INQUIRY_SCHEDULE } from '../../domain/schedules';
import { referenceOf } from '../../domain/steps';
import { paymentState } from '../../workflows/messages';
import type { LIVE, PathName } from './paths';
import type { Stage } from './stage';

/** The id of the workflow that walked a path; of its last run where none is named. */
export type Walked = string | { workflowId: string; runId: string };

/** Walks a path to its end. */
export type Scenario = (stage: Stage) => Promise<Walked>;
export type Scenarios = Record<Exclude<PathName, typeof LIVE>, Scenario>;

export const channel: Actor = { kind: 'channel', id: 'selfcare' };
export const manager: Actor = { kind: 'user', id: 'maria' };
const note = 'seen in the acquirer’s back office';

/** As many inquiries as there are before a person is asked; one more would disturb the next scenario. */
export const ALL_INQUIRIES = INQUIRY_SCHEDULE.length;

export const pageOf = (order: PaymentOrder): string => referenceOf(order.id, 'open_page');

export async function finished(stage: Stage, order: PaymentOrder): Promise<string> {
  await stage.run(order);
  return order.id;
}

export async function opened(stage: Stage, openFor?: number): Promise<PaymentOrder> {
  const order = await stage.pageOrder({ openFor });
  await stage.client.start(order, { fresh: true, waitMs: 20_000 });
  return order;
}

export async function untilAttention(stage: Stage, order: PaymentOrder): Promise<void> {
  await stage.client.start(order, { fresh: true, waitMs: 0 });
  while (!(await stage.store.payments.get(order.id))?.state.attention) await stage.environment.sleep('6h');
  // The store knows a moment before the workflow does, which would refuse a decision until then.
  const running = stage.environment.client.workflow.getHandle(order.id);
  await until(async () => (await running.query(paymentState)).attention !== undefined);
}

/** The engine can't be had for the next message to a payer. */
export function startNoMessage({ environment }: Stage): void {
  const { workflow } = environment.client;
  const start = workflow.start.bind(workflow) as (type: string, options: never) => unknown;
  const failing = (type: string, options: never): unknown => {
    if (type !== 'notification') return start(type, options);
    workflow.start = start as typeof workflow.start;
    throw new Error('the engine is away');
  };
  workflow.start = failing as typeof workflow.start;
}

export const verdict = { decision: 'declined', note } as const;

/** Lets time pass until a person is asked about that trouble. */
export async function asked(stage: Stage, { id }: PaymentOrder, attention: string): Promise<void> {
  const running = stage.environment.client.workflow.getHandle(id);
  const known = async () => [(await stage.store.payments.get(id))!.state, await running.query(paymentState)];
  while ((await known()).some((state) => state.attention !== attention)) {
    await stage.environment.sleep('1h');
    await delay(20);
  }
}

/** A person says so, and it goes to its end. */
export async function decided(
  stage: Stage,
  order: PaymentOrder,
  decision: 'succeeded' | 'declined' | 'ask_again',
): Promise<string> {
  await stage.client.resolve(order.id, { decision, note }, manager);
  return finished(stage, order);
}

/** As operations do it; what is then started again goes on from what the store has. */
export async function takenUpAgain(stage: Stage, order: PaymentOrder): Promise<void> {
  await stage.environment.client.workflow.getHandle(order.id).terminate('by operations');
  const { state } = (await stage.store.payments.get(order.id))!;
  await stage.client.restart(order, state);
}

/** Waits without skipping time. */
export async function until(fulfilled: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fulfilled())) await delay(5);
}
