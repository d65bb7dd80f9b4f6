import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { WorkflowIdReusePolicy } from '@temporalio/common';
import { received } from '../domain/payments';
import type { PaymentState } from '../domain/payments';
import type { PaymentInput } from '../workflows/messages';
import { ATTENTION, CHANNEL, STATUS } from '../workflows/search-attributes';
import { isAlreadyStarted } from './engine';
import { inTime } from './messaging';
import { PAYMENTS_QUEUE } from './task-queues';

/**
 * Starts a payment's workflow under the payment's id: a second time joins the first. With a state it goes on from there, and
 * also where the last run was terminated or failed. True where the worker of this process has it.
 */
export async function startPayment(
  client: Client,
  input: PaymentInput,
  requestEagerStart: boolean,
): Promise<boolean> {
  const { order, state } = input;
  const { status, attention } = state ?? received(order);
  const start = (): Promise<{ eagerlyStarted: boolean }> =>
    client.workflow.start('payment', {
      workflowId: order.id,
      taskQueue: PAYMENTS_QUEUE,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: reusePolicy(state),
      requestEagerStart,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: STATUS, value: status },
        { key: CHANNEL, value: order.channel },
        { key: ATTENTION, value: attention !== undefined },
      ]),
    });
  try {
    const handle = await inTime(client, start);
    return handle.eagerlyStarted;
  } catch (error) {
    if (isAlreadyStarted(error)) return false;
    throw error;
  }
}

/** A payment that ended well is not taken up again, unless a person is still needed for it. */
function reusePolicy(state: PaymentState | undefined): WorkflowIdReusePolicy {
  if (!state) return 'REJECT_DUPLICATE';
  return state.attention ? 'ALLOW_DUPLICATE' : 'ALLOW_DUPLICATE_FAILED_ONLY';
}
