import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import { engine, refusalIn } from './engine';

/** How long a workflow's yes or no is waited for, in milliseconds. */
export const COMMAND_DEADLINE_MS = 20_000;
/** How long a start, or news, is waited for: neither needs a worker. */
export const CALL_DEADLINE_MS = 10_000;

/** Makes a call to Temporal that ends in time: an engine that hangs holds nobody up. */
export function inTime<T>(
  client: Client,
  call: () => Promise<T>,
  deadline = Date.now() + CALL_DEADLINE_MS,
): Promise<T> {
  return engine(() => client.withDeadline(deadline, call));
}

/** Sends an update and waits for its answer. Throws `CommandRefused` where the workflow says no or has ended. */
export async function command<State>(
  client: Client,
  workflowId: string,
  send: (handle: WorkflowHandle) => Promise<State>,
): Promise<State> {
  const call = (): Promise<State> => send(client.workflow.getHandle(workflowId));
  try {
    return await inTime(client, call, Date.now() + COMMAND_DEADLINE_MS);
  } catch (error) {
    throw refusalIn(error) ?? error;
  }
}

/** Sends news. False where no run of the workflow is under way. */
export async function signal(
  client: Client,
  workflowId: string,
  definition: SignalDefinition<[]>,
  deadline?: number,
): Promise<boolean> {
  try {
    await inTime(client, () => client.workflow.getHandle(workflowId).signal(definition), deadline);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
