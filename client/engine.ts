import { ServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { CommandRefused, EngineUnavailable } from './interfaces';
import type { RefusalReason } from './interfaces';

/** Makes a call to Temporal; what it could not do just now becomes `EngineUnavailable`. */
export async function engine<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ServiceError || hasName(error, 'WorkflowUpdateRPCTimeoutOrCancelledError')) {
      throw new EngineUnavailable('the workflow engine did not answer', { cause: error });
    }
    throw error;
  }
}

/** What a workflow said no with; undefined where the error is something else. */
export function refusalIn(error: unknown): CommandRefused | undefined {
  if (error instanceof WorkflowNotFoundError) return new CommandRefused('not_running');
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure))
    return undefined;
  const reason = REFUSALS.find((one) => one === (error.cause as ApplicationFailure).type);
  return reason && new CommandRefused(reason);
}

const REFUSALS: readonly RefusalReason[] = [
  'not_cancellable',
  'not_in_attention',
  'own_request',
  'not_yours',
  'not_pending',
];

/** The id is taken by a run that ended: there is nothing to start. */
export function isAlreadyStarted(error: unknown): boolean {
  return hasName(error, 'WorkflowExecutionAlreadyStartedError');
}

function hasName(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
