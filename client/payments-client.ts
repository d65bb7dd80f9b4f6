import { setTimeout as delay } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { Actor } from '../domain/actors';
import type { CardRegistered, CardRegistration } from '../domain/cards';
import { ownSchedule } from '../domain/operating-settings';
import type { OperatingSettings } from '../domain/operating-settings';
import type { PaymentOrder } from '../domain/orders';
import type { PaymentState } from '../domain/payments';
import { firstStepOf, referenceOf } from '../domain/steps';
import type { Step } from '../domain/steps';
import * as messages from '../workflows/messages';
import type { PaymentInput } from '../workflows/messages';
import { askAfter } from './ask-payment';
import { engine } from './engine';
import { hasNamespace, queuesWorkedOn, QueueWatch } from './engine-health';
import type { FreshIntents, FundingAnswers } from './handoff';
import type { CardRequest, PaymentsClient, Resolution } from './interfaces';
import { COMMAND_DEADLINE_MS, command, signal } from './messaging';
import { startPayment } from './start-payment';
import { PAYMENTS_QUEUE } from './task-queues';

/** After so long without an answer inside the process, the workflow is asked: it may have gone on elsewhere. */
const ASK_AFTER_MS = 3000;
/** The one that was taken when the payment was accepted; a later one is somebody else's. */
const FIRST_ATTEMPT = 1;

export interface PaymentsClientDeps {
  /** Over the worker's own connection where this process hosts one: an eager start goes to it. */
  client: Client;
  hostsWorker: boolean;
  freshIntents: FreshIntents;
  answers: FundingAnswers;
  /** As they stand when it is called. */
  operating: () => OperatingSettings;
  /** Gives an intent back that was surely not used. */
  unclaim(paymentId: string, step: Step, attempt: number): Promise<void>;
}

export class TemporalPayments implements PaymentsClient {
  readonly hostsWorker: boolean;
  private readonly watch: QueueWatch;

  constructor(private readonly deps: PaymentsClientDeps) {
    this.hostsWorker = deps.hostsWorker;
    this.watch = new QueueWatch(() => queuesWorkedOn(deps.client));
  }

  async start(
    order: PaymentOrder,
    { fresh, waitMs }: { fresh: boolean; waitMs: number },
  ): Promise<PaymentState | undefined> {
    const mine = fresh && this.hostsWorker;
    if (waitMs === 0) {
      await this.startHere(order, mine);
      return undefined;
    }
    const waiting = this.deps.answers.expect(order.id);
    const over = new AbortController();
    const { signal } = over;
    try {
      const here = await this.startHere(order, mine);
      const question = { paymentId: order.id, update: messages.fundingAnswer, waitMs, signal };
      return await Promise.race([
        waiting.answer,
        askAfter(here ? Math.min(ASK_AFTER_MS, waitMs) : 0, this.deps.client, question),
        delay(waitMs, undefined, { signal }).catch(() => undefined),
      ]);
    } finally {
      over.abort();
      waiting.forget();
    }
  }

  /** Starts where no run is under way and the last one, if any, did not end well. */
  async restart(order: PaymentOrder, state: PaymentState): Promise<void> {
    await startPayment(this.deps.client, this.inputOf(order, state), false);
  }

  /** Says that the line is back and its turn has come; starts the payment where nothing works on it. */
  async dispatch(order: PaymentOrder, state: PaymentState): Promise<void> {
    if (await this.signal(order.id, messages.dispatch)) return;
    await this.restart(order, state);
    await this.signal(order.id, messages.dispatch);
  }

  async cancel(paymentId: string, actor: Actor, updateId?: string): Promise<PaymentState> {
    return this.command(paymentId, (handle) =>
      handle.executeUpdate(messages.cancel, { args: [actor], updateId }),
    );
  }

  async resolve(
    paymentId: string,
    resolution: Resolution,
    actor: Actor,
    updateId?: string,
  ): Promise<PaymentState> {
    const decision = { ...resolution, actor };
    return this.command(paymentId, (handle) =>
      handle.executeUpdate(messages.resolve, { args: [decision], updateId }),
    );
  }

  async news(paymentId: string): Promise<boolean> {
    return this.signal(paymentId, messages.news);
  }

  async registerCard(request: CardRequest): Promise<CardRegistered> {
    const { client } = this.deps;
    const input: CardRegistration = { ...request, createdAt: new Date().toISOString() };
    const options = {
      workflowId: request.cardId,
      taskQueue: PAYMENTS_QUEUE,
      args: [input] as const,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    } as const;
    const over = AbortSignal.timeout(COMMAND_DEADLINE_MS);
    const call = (): Promise<CardRegistered> =>
      client.workflow.execute('registerCard', { ...options, requestEagerStart: this.hostsWorker });
    try {
      return await engine(() => client.withAbortSignal(over, call));
    } catch (error) {
      // It goes on, and is repeated harmlessly: the same token gives the same card.
      if (over.aborted) return { kind: 'unknown' };
      throw error;
    }
  }

  async deliveryNews(notificationId: string): Promise<void> {
    await this.signal(notificationId, messages.deliveryNews);
  }

  async ping(): Promise<boolean> {
    return hasNamespace(this.deps.client);
  }

  queues(): Promise<Record<string, boolean>> {
    return this.watch.look();
  }

  /** True where this process works on it. An intent taken for this process is given back where it does not. */
  private async startHere(order: PaymentOrder, here: boolean): Promise<boolean> {
    const step = firstStepOf(order);
    const reference = referenceOf(order.id, step);
    if (here) this.deps.freshIntents.put(reference, Date.parse(order.createdAt));
    let eager = false;
    try {
      eager = await startPayment(this.deps.client, this.inputOf(order), here);
    } finally {
      if (here && !eager && this.deps.freshIntents.take(reference) !== undefined)
        await this.deps.unclaim(order.id, step, FIRST_ATTEMPT);
    }
    return eager;
  }

  private inputOf(order: PaymentOrder, state?: PaymentState): PaymentInput {
    const operating = this.deps.operating();
    const [inquiryMs, lateResultMs] = [
      ownSchedule(operating, 'inquiryMs'),
      ownSchedule(operating, 'lateResultMs'),
    ];
    return { order, state, inquiryMs, lateResultMs };
  }

  private command(
    paymentId: string,
    send: (handle: WorkflowHandle) => Promise<PaymentState>,
  ): Promise<PaymentState> {
    return command(this.deps.client, paymentId, send);
  }

  private signal(workflowId: string, definition: SignalDefinition<[]>): Promise<boolean> {
    return signal(this.deps.client, workflowId, definition);
  }
}
