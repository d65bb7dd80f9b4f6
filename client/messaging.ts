import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import { engine, refusalIn } from './engine';

/** How long a workflow's yes or no is waited for, in milliseconds. */
export const COMMAND_DEADLINE_MS = 20_000;

/** Sends an update and waits for its answer. Throws `CommandRefused` where the workflow says no or has ended. */
export async function command<State>(
  client: Client,
  workflowId: string,
  send: (handle: WorkflowHandle) => Promise<State>,
): Promise<State> {
  const call = (): Promise<State> => send(client.workflow.getHandle(workflowId));
  try {
    return await engine(() => client.withDeadline(Date.now() + COMMAND_DEADLINE_MS, call));
  } catch (error) {
    throw refusalIn(error) ?? error;
  }
}

/** Sends news. False where no run of the workflow is under way. */
export async function signal(
  client: Client,
  workflowId: string,
  definition: SignalDefinition<[]>,
): Promise<boolean> {
  try {
    await engine(() => client.workflow.getHandle(workflowId).signal(definition));
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
