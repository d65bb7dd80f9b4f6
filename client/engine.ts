import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { CommandRefused, EngineUnavailable } from './interfaces';
import type { RefusalReason } from './interfaces';

/** Makes a call to Temporal; what it could not do just now becomes `EngineUnavailable`. */
export async function engine<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ServiceError || hasName(error, 'WorkflowUpdateRPCTimeoutOrCancelledError')) {
      throw new EngineUnavailable(`the workflow engine did not take it: ${whyNot(error)}`, { cause: error });
    }
    throw error;
  }
}

/** In the server's own words, which name what is amiss there and quote no payload. */
function whyNot(error: unknown): string {
  const cause = error instanceof ServiceError ? error.cause : undefined;
  if (isGrpcServiceError(cause)) return `gRPC code ${cause.code}, ${cause.details}`;
  return (error as Error).message;
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
