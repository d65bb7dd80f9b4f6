import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import * as messages from '../workflows/messages';
import type { WebhookInput } from '../workflows/messages';
import { CHANNEL } from '../workflows/search-attributes';
import { isAlreadyStarted } from './engine';
import { CALL_DEADLINE_MS, inTime, signal } from './messaging';
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

/**
 * Starts the workflow that brings an event to an endpoint. One that is under way is left alone, and told nothing; one that has ended
 * is followed by another, so only what is not settled is to be started.
 */
export async function startDelivery(client: Client, delivery: DeliveryToStart): Promise<void> {
  await start(client, delivery, Date.now() + CALL_DEADLINE_MS);
}

/** Has it brought once more: by the workflow that is under way, at once, or by a new one. */
export async function deliverAgain(client: Client, delivery: DeliveryToStart): Promise<void> {
  const deadline = Date.now() + CALL_DEADLINE_MS;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    if (await start(client, delivery, deadline)) return;
    if (await signal(client, delivery.id, messages.deliverNow, deadline)) return;
  }
  throw new Error(`delivery ${delivery.id} could be neither started nor told`);
}

/** False where a run is under way. */
async function start(
  client: Client,
  { id, channel, type, object }: DeliveryToStart,
  deadline: number,
): Promise<boolean> {
  const input: WebhookInput = { deliveryId: id, about: `${type} of ${object.id}` };
  const options = {
    workflowId: id,
    taskQueue: WEBHOOKS_QUEUE,
    args: [input] as [WebhookInput],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'FAIL',
    typedSearchAttributes: new TypedSearchAttributes([{ key: CHANNEL, value: channel }]),
  } as const;
  try {
    await inTime(client, () => client.workflow.start('webhook', options), deadline);
    return true;
  } catch (error) {
    if (isAlreadyStarted(error)) return false;
    throw error;
  }
}
