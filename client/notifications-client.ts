import type { Client } from '@temporalio/client';
import type { PaymentOrder } from '../domain/orders';
import { messageIn } from '../domain/receipts';
import type { MessageTexts } from '../domain/receipts';
import type { RefundOrder } from '../domain/refunds';
import type { NotificationInput } from '../workflows/messages';
import { isAlreadyStarted } from './engine';
import { inTime } from './messaging';
import { NOTIFICATIONS_QUEUE } from './task-queues';

export const receiptIdOf = (paymentId: string): string => `receipt_${paymentId}`;

/** Brings a payer the receipt of a payment. */
export function startReceipt(
  client: Client,
  order: PaymentOrder,
  texts: MessageTexts,
  receiptWithinMs?: number,
): Promise<void> {
  const facts = { amount: order.amount, account: order.account.value, paymentId: order.id };
  return startNotification(client, {
    notificationId: receiptIdOf(order.id),
    paymentId: order.id,
    to: order.receipt ?? {},
    ...messageIn(texts, order.receipt?.language, facts),
    receiptWithinMs,
  });
}

/** Tells the payer of `payment` that money went back; its messages are kept under the refund's id. */
export function startRefundNotice(
  client: Client,
  refund: RefundOrder,
  payment: PaymentOrder,
  texts: MessageTexts,
  receiptWithinMs?: number,
): Promise<void> {
  const facts = { amount: refund.amount, account: payment.account.value, paymentId: payment.id };
  return startNotification(client, {
    notificationId: receiptIdOf(refund.id),
    paymentId: refund.id,
    to: payment.receipt ?? {},
    ...messageIn(texts, payment.receipt?.language, facts),
    receiptWithinMs,
  });
}

/** Starts the workflow that brings a message; a second time is the same as once. */
async function startNotification(client: Client, input: NotificationInput): Promise<void> {
  const start = (): Promise<unknown> =>
    client.workflow.start('notification', {
      workflowId: input.notificationId,
      taskQueue: NOTIFICATIONS_QUEUE,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
  try {
    await inTime(client, start);
  } catch (error) {
    if (!isAlreadyStarted(error)) throw error;
  }
}
