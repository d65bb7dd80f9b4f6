import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, TypedSearchAttributes } from '@temporalio/common';
import type { SignalDefinition } from '@temporalio/common';
import type { Actor } from '../domain/actors';
import type { RegisteredCard } from '../domain/cards';
import type { DeclineCode } from '../domain/declines';
import type { PaymentOrder } from '../domain/orders';
import { received } from '../domain/payments';
import type { PaymentState } from '../domain/payments';
import { referenceOf } from '../domain/steps';
import type { Step } from '../domain/steps';
import * as messages from '../workflows/messages';
import { ATTENTION, CHANNEL, STATUS } from '../workflows/search-attributes';
import type { FreshIntents, FundingAnswers } from './handoff';
import { CommandRefused, EngineUnavailable } from './interfaces';
import type { PaymentsClient, Resolution } from './interfaces';
import { PAYMENTS_QUEUE } from './task-queues';

/** After so long without an answer inside the process, the workflow is asked: it may have gone on elsewhere. */
const ASK_AFTER_MS = 3000;
const START_DEADLINE_MS = 10_000;
const COMMAND_DEADLINE_MS = 20_000;

export interface PaymentsClientDeps {
  /** Over the worker's own connection where this process hosts one: an eager start goes to it. */
  client: Client;
  hostsWorker: boolean;
  freshIntents: FreshIntents;
  answers: FundingAnswers;
  /** Gives an intent back that was surely not used. */
  unclaim(paymentId: string, step: Step): Promise<void>;
}

export class TemporalPayments implements PaymentsClient {
  readonly hostsWorker: boolean;

  constructor(private readonly deps: PaymentsClientDeps) {
    this.hostsWorker = deps.hostsWorker;
  }

  async start(
    order: PaymentOrder,
    { fresh, waitMs }: { fresh: boolean; waitMs: number },
  ): Promise<PaymentState | undefined> {
    const waiting = this.deps.answers.expect(order.id);
    const answered = new AbortController();
    try {
      const here = await this.startHere(order, fresh && this.hostsWorker);
      if (waitMs === 0) return undefined;
      const patience = here ? Math.min(ASK_AFTER_MS, waitMs) : 0;
      return await Promise.race([
        waiting.answer,
        this.askLater(order.id, patience, waitMs, answered.signal),
        delay(waitMs, undefined, { signal: answered.signal }).catch(() => undefined),
      ]);
    } finally {
      answered.abort();
      waiting.forget();
    }
  }

  /** Starts where no run is under way and the last one, if any, did not end well. */
  async restart(order: PaymentOrder, state: PaymentState): Promise<void> {
    await this.startWorkflow(order, state, false);
  }

  async cancel(paymentId: string, actor: Actor): Promise<PaymentState> {
    return this.command((handle) => handle.executeUpdate(messages.cancel, { args: [actor] }), paymentId);
  }

  async resolve(paymentId: string, resolution: Resolution, actor: Actor): Promise<PaymentState> {
    const decision = { ...resolution, actor };
    return this.command((handle) => handle.executeUpdate(messages.resolve, { args: [decision] }), paymentId);
  }

  async news(paymentId: string): Promise<boolean> {
    return this.signal(paymentId, messages.news);
  }

  async pageResult(paymentId: string, waitMs: number): Promise<PaymentState | undefined> {
    const state = await this.ask(paymentId, messages.pageResult, waitMs, new AbortController().signal);
    return state === 'no answer' ? undefined : state;
  }

  async registerCard(request: {
    cardId: string;
    customerId: string;
    acquirer: string;
    token: string;
    actor: Actor;
  }): Promise<
    | { kind: 'registered'; card: RegisteredCard }
    | { kind: 'declined'; code: DeclineCode }
    | { kind: 'unknown' }
  > {
    const input: messages.RegisterCardInput = { ...request, createdAt: new Date().toISOString() };
    return this.engine(() =>
      this.deps.client.workflow.execute('registerCard', {
        workflowId: request.cardId,
        taskQueue: PAYMENTS_QUEUE,
        args: [input],
        requestEagerStart: this.hostsWorker,
      }),
    );
  }

  async deliveryNews(notificationId: string): Promise<void> {
    await this.signal(notificationId, messages.deliveryNews);
  }

  async ping(): Promise<boolean> {
    try {
      await this.deps.client.withDeadline(Date.now() + 2000, () =>
        this.deps.client.workflowService.getSystemInfo({}),
      );
      return true;
    } catch {
      return false;
    }
  }

  /** True where this process works on it. An intent taken for this process is given back where it does not. */
  private async startHere(order: PaymentOrder, here: boolean): Promise<boolean> {
    const step: Step = order.source.type === 'card' ? 'fund' : 'open_page';
    const reference = referenceOf(order.id, step);
    if (here) this.deps.freshIntents.put(reference);
    let eager = false;
    try {
      eager = await this.startWorkflow(order, undefined, here);
    } finally {
      if (here && !eager && this.deps.freshIntents.take(reference)) await this.deps.unclaim(order.id, step);
    }
    return eager;
  }

  private async startWorkflow(
    order: PaymentOrder,
    state: PaymentState | undefined,
    requestEagerStart: boolean,
  ): Promise<boolean> {
    const { status, attention } = state ?? received();
    const input: messages.PaymentInput = { order, state };
    const { client } = this.deps;
    const start = (): Promise<{ eagerlyStarted: boolean }> =>
      client.workflow.start('payment', {
        workflowId: order.id,
        taskQueue: PAYMENTS_QUEUE,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: state ? 'ALLOW_DUPLICATE_FAILED_ONLY' : 'REJECT_DUPLICATE',
        requestEagerStart,
        typedSearchAttributes: new TypedSearchAttributes([
          { key: STATUS, value: status },
          { key: CHANNEL, value: order.channel },
          { key: ATTENTION, value: attention !== undefined },
        ]),
      });
    try {
      const handle = await this.engine(() => client.withDeadline(Date.now() + START_DEADLINE_MS, start));
      return handle.eagerlyStarted;
    } catch (error) {
      if (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') return false;
      throw error;
    }
  }

  /** Resolves with undefined only when the workflow has ended; what fails otherwise leaves the answer to the one in the process. */
  private async askLater(
    paymentId: string,
    patienceMs: number,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<PaymentState | undefined> {
    if (patienceMs > 0) await delay(patienceMs, undefined, { signal }).catch(() => undefined);
    const asked = await this.ask(paymentId, messages.fundingAnswer, waitMs, signal);
    return asked === 'no answer' ? new Promise(() => undefined) : asked;
  }

  /** Undefined where the workflow has ended: the store knows then. */
  private async ask(
    paymentId: string,
    update: typeof messages.fundingAnswer,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<PaymentState | undefined | 'no answer'> {
    const { client } = this.deps;
    const ask = (): Promise<PaymentState> => client.workflow.getHandle(paymentId).executeUpdate(update);
    if (signal.aborted) return 'no answer';
    try {
      return await client.withDeadline(Date.now() + waitMs, () => client.withAbortSignal(signal, ask));
    } catch (error) {
      return error instanceof WorkflowNotFoundError ? undefined : 'no answer';
    }
  }

  private async command(
    send: (handle: WorkflowHandle) => Promise<PaymentState>,
    paymentId: string,
  ): Promise<PaymentState> {
    const { client } = this.deps;
    try {
      return await this.engine(() =>
        client.withDeadline(Date.now() + COMMAND_DEADLINE_MS, () =>
          send(client.workflow.getHandle(paymentId)),
        ),
      );
    } catch (error) {
      throw refusalIn(error) ?? error;
    }
  }

  private async signal(workflowId: string, definition: SignalDefinition<[]>): Promise<boolean> {
    try {
      await this.engine(() => this.deps.client.workflow.getHandle(workflowId).signal(definition));
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  private async engine<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof ServiceError || isDeadline(error)) {
        throw new EngineUnavailable('the workflow engine did not answer', { cause: error });
      }
      throw error;
    }
  }
}

function isDeadline(error: unknown): boolean {
  return error instanceof Error && error.name === 'WorkflowUpdateRPCTimeoutOrCancelledError';
}

function refusalIn(error: unknown): CommandRefused | undefined {
  if (error instanceof WorkflowNotFoundError) return new CommandRefused('not_running');
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure))
    return undefined;
  const reason = error.cause.type;
  return reason === 'not_cancellable' || reason === 'not_in_attention'
    ? new CommandRefused(reason)
    : undefined;
}
