import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import * as messages from '../workflows/messages';
import type { WebhookInput } from '../workflows/messages';
import { CHANNEL } from '../workflows/search-attributes';
import { engine, isAlreadyStarted } from './engine';
import { WEBHOOKS_QUEUE } from './task-queues';

export interface DeliveryToStart {
  /** The workflow's id. */
  id: string;
  channel: string;
  type: string;
  object: { id: string };
}

/** A run may end between our being told that it is under way and its being told something. */
const MOST_TURNS = 5;

/** Starts the workflow that brings an event to an endpoint; a second time is the same as once. */
export async function startDelivery(client: Client, delivery: DeliveryToStart): Promise<void> {
  await start(client, delivery, 'REJECT_DUPLICATE');
}

/** Has it brought once more: by the workflow that is under way, at once, or by a new one. */
export async function deliverAgain(client: Client, delivery: DeliveryToStart): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if (await start(client, delivery, 'ALLOW_DUPLICATE')) return;
    if (await tell(client, delivery.id)) return;
  }
  throw new Error(`delivery ${delivery.id} could be neither started nor told`);
}

/** False where a run is under way, or may not be followed by another. */
async function start(
  client: Client,
  { id, channel, type, object }: DeliveryToStart,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
): Promise<boolean> {
  const input: WebhookInput = { deliveryId: id, about: `${type} of ${object.id}` };
  const options = {
    workflowId: id,
    taskQueue: WEBHOOKS_QUEUE,
    args: [input] as [WebhookInput],
    workflowIdReusePolicy,
    workflowIdConflictPolicy: 'FAIL',
    typedSearchAttributes: new TypedSearchAttributes([{ key: CHANNEL, value: channel }]),
  } as const;
  try {
    await engine(() => client.workflow.start('webhook', options));
    return true;
  } catch (error) {
    if (isAlreadyStarted(error)) return false;
    throw error;
  }
}

async function tell(client: Client, deliveryId: string): Promise<boolean> {
  try {
    await engine(() => client.workflow.getHandle(deliveryId).signal(messages.deliverNow));
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
