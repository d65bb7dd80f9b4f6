import type { Actor } from '../domain/actors';
import type { PaymentOrder } from '../domain/orders';
import type { PaymentState } from '../domain/payments';
import type { RefundOrder, RefundState } from '../domain/refunds';
import type { RefundDecision, RefundRefusal } from '../workflows/messages';
import type { CardRegistered, CardRegistration } from '../domain/cards';

/** A person's decision about a payment on the attention list. */
export interface Resolution {
  /** `ask_again`: inquire now; the others say what the outside system's own books show. */
  decision: 'ask_again' | 'succeeded' | 'declined';
  /** What the decision rests on; kept in the log. */
  note: string;
}

export type RefusalReason = 'not_cancellable' | 'not_running' | RefundRefusal;

/** A command that the workflow refused: nothing changed. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
  constructor(readonly reason: RefusalReason) {
    super(reason);
  }
}

/** The engine did not answer in time, is not there, or is not set up for us; the message says which. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}

export type CardRequest = Omit<CardRegistration, 'createdAt'>;

/** The only door from the API to the payment workflows. */
export interface PaymentsClient {
  /** Whether fresh payments are worked on inside this process: tells which intent status to record at first. */
  readonly hostsWorker: boolean;
  /**
   * Starts the payment (again is the same as once) and waits for the funding answer: hosted page opened, funded or
   * declined. Undefined where there is none within the time: the payment goes on, and its state tells later.
   */
  start(order: PaymentOrder, options: { fresh: boolean; waitMs: number }): Promise<PaymentState | undefined>;
  /** Throws `CommandRefused`. The same `commandId` again is the same command: it joins the first, or hears its answer. */
  cancel(paymentId: string, actor: Actor, commandId?: string): Promise<PaymentState>;
  /** As `cancel`. */
  resolve(paymentId: string, resolution: Resolution, actor: Actor, commandId?: string): Promise<PaymentState>;
  /** News from outside (a payer who came back, a callback): the workflow looks for itself. False where it has ended. */
  news(paymentId: string): Promise<boolean>;
  /** Registers a card by the token that the acquirer gave to the channel's own form. */
  registerCard(request: CardRequest): Promise<CardRegistered>;
  /** News of a message's delivery, for the notification that waits for it. */
  deliveryNews(notificationId: string): Promise<void>;
  /** True when the engine answers, and has the namespace. */
  ping(): Promise<boolean>;
  /** Of each task queue, whether anybody takes work from it. */
  queues(): Promise<Record<string, boolean>>;
}

/**
 * The only door from the API to the refund workflows. Each command throws `CommandRefused`, and is known by its `commandId`
 * as those to payments are.
 */
export interface RefundsClient {
  /** Starts the refund (again is the same as once): from then on it waits for its approval. */
  start(order: RefundOrder): Promise<void>;
  /** By somebody else than who asked. */
  approve(refundId: string, decision: RefundDecision, commandId?: string): Promise<RefundState>;
  reject(refundId: string, decision: RefundDecision, commandId?: string): Promise<RefundState>;
  /** By who asked, before it is sent. */
  cancel(refundId: string, actor: Actor, commandId?: string): Promise<RefundState>;
  resolve(refundId: string, resolution: Resolution, actor: Actor, commandId?: string): Promise<RefundState>;
  /** The workflow looks for itself. False where it has ended. */
  news(refundId: string): Promise<boolean>;
}
