import type { Client, WorkflowHandle } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { WorkflowIdReusePolicy } from '@temporalio/common';
import type { Actor } from '../domain/actors';
import { ownSchedule } from '../domain/operating-settings';
import type { OperatingSettings } from '../domain/operating-settings';
import { requested } from '../domain/refunds';
import type { RefundOrder, RefundState } from '../domain/refunds';
import * as messages from '../workflows/messages';
import type { RefundDecision, RefundInput } from '../workflows/messages';
import { ATTENTION, CHANNEL, STATUS } from '../workflows/search-attributes';
import { isAlreadyStarted } from './engine';
import type { RefundsClient, Resolution } from './interfaces';
import { command, inTime, signal } from './messaging';
import { PAYMENTS_QUEUE } from './task-queues';

export interface RefundsClientDeps {
  client: Client;
  /** As they stand when it is called. */
  operating: () => OperatingSettings;
}

export class TemporalRefunds implements RefundsClient {
  constructor(private readonly deps: RefundsClientDeps) {}

  async start(order: RefundOrder): Promise<void> {
    await this.startOrJoin(order);
  }

  async restart(order: RefundOrder, state: RefundState): Promise<void> {
    await this.startOrJoin(order, state);
  }

  approve(refundId: string, decision: RefundDecision, updateId?: string): Promise<RefundState> {
    return this.command(refundId, (handle) =>
      handle.executeUpdate(messages.approve, { args: [decision], updateId }),
    );
  }

  reject(refundId: string, decision: RefundDecision, updateId?: string): Promise<RefundState> {
    return this.command(refundId, (handle) =>
      handle.executeUpdate(messages.reject, { args: [decision], updateId }),
    );
  }

  cancel(refundId: string, actor: Actor, updateId?: string): Promise<RefundState> {
    return this.command(refundId, (handle) =>
      handle.executeUpdate(messages.cancelRefund, { args: [actor], updateId }),
    );
  }

  resolve(refundId: string, resolution: Resolution, actor: Actor, updateId?: string): Promise<RefundState> {
    const decision = { ...resolution, actor };
    return this.command(refundId, (handle) =>
      handle.executeUpdate(messages.resolveRefund, { args: [decision], updateId }),
    );
  }

  news(refundId: string): Promise<boolean> {
    return signal(this.deps.client, refundId, messages.news);
  }

  /** Says that the line is back and its turn has come; starts the refund where nothing works on it. */
  async dispatch(order: RefundOrder, state: RefundState): Promise<void> {
    if (await this.turnCame(order.id)) return;
    await this.startOrJoin(order, state);
    // Where it has ended meanwhile, its turn was before.
    await this.turnCame(order.id);
  }

  private turnCame(refundId: string): Promise<boolean> {
    return signal(this.deps.client, refundId, messages.dispatch);
  }

  private async startOrJoin(order: RefundOrder, state?: RefundState): Promise<void> {
    const { client, operating } = this.deps;
    const input: RefundInput = { order, state, inquiryMs: ownSchedule(operating(), 'inquiryMs') };
    const { status, attention } = state ?? requested();
    const start = (): Promise<unknown> =>
      client.workflow.start('refund', {
        workflowId: order.id,
        taskQueue: PAYMENTS_QUEUE,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: reusePolicy(state),
        typedSearchAttributes: new TypedSearchAttributes([
          { key: STATUS, value: status },
          { key: CHANNEL, value: order.channel },
          { key: ATTENTION, value: attention !== undefined },
        ]),
      });
    try {
      await inTime(client, start);
    } catch (error) {
      if (!isAlreadyStarted(error)) throw error;
    }
  }

  private command(
    refundId: string,
    send: (handle: WorkflowHandle) => Promise<RefundState>,
  ): Promise<RefundState> {
    return command(this.deps.client, refundId, send);
  }
}

/** A refund that ended well is not taken up again, unless a person is still needed for it. */
function reusePolicy(state: RefundState | undefined): WorkflowIdReusePolicy {
  if (!state) return 'REJECT_DUPLICATE';
  return state.attention ? 'ALLOW_DUPLICATE' : 'ALLOW_DUPLICATE_FAILED_ONLY';
}
