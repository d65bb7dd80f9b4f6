import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actors';
import type { PaymentOrder, ReceiptTo } from '../domain/orders';
import type { PaymentState } from '../domain/payments';

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
export const paymentState = defineQuery<PaymentState>('paymentState');

/** What a carrier reported of a message. */
export const deliveryNews = defineSignal('deliveryNews');

export interface PaymentInput {
  order: PaymentOrder;
  /** Where to go on from; absent for a payment that was just received. */
  state?: PaymentState;
  /** Milliseconds before each inquiry, where it is not the default schedule. */
  inquiryMs?: readonly number[];
}

export interface NotificationInput {
  notificationId: string;
  paymentId: string;
  to: ReceiptTo;
  subject: string;
  text: string;
}
