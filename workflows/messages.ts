import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actors';
import type { Beyond } from '../activities/lines';
import type { LineStatus } from '../domain/lines';
import type { PaymentOrder, ReceiptTo } from '../domain/orders';
import type { PaymentState } from '../domain/payments';
import type { RefundOrder, RefundState } from '../domain/refunds';

/** Everything that can be said to a workflow. The client speaks by these; the workflows answer to them. */

/** A person's decision about a payment that needs one. */
export interface Decision {
  decision: 'ask_again' | 'succeeded' | 'declined';
  note: string;
  actor: Actor;
}

/** Waits for the funding answer: page opened, funded or declined. */
export const fundingAnswer = defineUpdate<PaymentState>('fundingAnswer');
/** Cancels a payment that still waits for its payer; refused with type `not_cancellable`. */
export const cancel = defineUpdate<PaymentState, [Actor]>('cancel');
/** Refused with type `not_in_attention`. */
export const resolve = defineUpdate<PaymentState, [Decision]>('resolve');
/** Something happened outside: a callback came, the payer came back. The workflow looks for itself. */
export const news = defineSignal('news');
/** The acquirer's line is back, and it is the turn of this payment or refund. */
export const dispatch = defineSignal('dispatch');
export const paymentState = defineQuery<PaymentState>('paymentState');

/** A manager's word about a request for a refund. */
export interface RefundDecision {
  actor: Actor;
  /** Why it was rejected, or a remark. */
  note?: string;
  /** The acquirer's line is down: it is sent when the line is back. */
  batch?: boolean;
}

/** Why a refund's workflow says no: the `type` of the failure. */
export type RefundRefusal = 'own_request' | 'not_yours' | 'not_pending' | 'not_in_attention';

/** Each is refused with a `RefundRefusal`. */
export const approve = defineUpdate<RefundState, [RefundDecision]>('approve');
export const reject = defineUpdate<RefundState, [RefundDecision]>('reject');
export const cancelRefund = defineUpdate<RefundState, [Actor]>('cancelRefund');
export const resolveRefund = defineUpdate<RefundState, [Decision]>('resolveRefund');
export const refundState = defineQuery<RefundState>('refundState');

/** What a carrier reported of a message. */
export const deliveryNews = defineSignal('deliveryNews');

export interface PaymentInput {
  order: PaymentOrder;
  /** Where to go on from; absent for a payment that was just received. */
  state?: PaymentState;
  /** Milliseconds before each inquiry, where it is not the default schedule. */
  inquiryMs?: readonly number[];
  /** There is news of the payer, which is to be looked at. */
  payerStirred?: boolean;
  /** Milliseconds between looks for a late result, where it is not the default schedule. */
  lateResultMs?: readonly number[];
}

export interface RefundInput {
  order: RefundOrder;
  /** Where to go on from; absent for a refund that was just asked for. */
  state?: RefundState;
  /** Milliseconds before each inquiry, where it is not the default schedule. */
  inquiryMs?: readonly number[];
}

/** Those who speak to the acquirer have had no answer, several times in a row. */
export const lineTrouble = defineSignal('lineTrouble');

export interface LineInput {
  acquirer: string;
  /** Where to go on from; up for one that is watched from now on. */
  status?: LineStatus;
  /** What the run before it knew. */
  memory?: { trouble: boolean; beyond: Beyond; coolDowns: number; tired: boolean };
}

export interface NotificationInput {
  notificationId: string;
  /** The payment's id, or the refund's: what the message is about. */
  paymentId: string;
  to: ReceiptTo;
  subject: string;
  text: string;
  /** How long a delivery receipt is waited for, in milliseconds, where it is not the default. */
  receiptWithinMs?: number;
}

/** Somebody wants a webhook sent now. */
export const deliverNow = defineSignal('deliverNow');

export interface WebhookInput {
  deliveryId: string;
  /** For people who look into Temporal: `payment.funded of pay_…`. */
  about: string;
}
