import type { Client } from '@temporalio/client';
import type { PaymentOrder } from '../domain/orders';
import { messageIn } from '../domain/receipts';
import type { MessageTexts } from '../domain/receipts';
import type { NotificationInput } from '../workflows/messages';
import { isAlreadyStarted } from './engine';
import { NOTIFICATIONS_QUEUE } from './task-queues';

export const receiptIdOf = (paymentId: string): string => `receipt_${paymentId}`;

/** Starts the notification workflow that brings a payer the receipt; a second time is the same as once. */
export async function startReceipt(client: Client, order: PaymentOrder, texts: MessageTexts): Promise<void> {
  const facts = { amount: order.amount, account: order.account.value, paymentId: order.id };
  const input: NotificationInput = {
    notificationId: receiptIdOf(order.id),
    paymentId: order.id,
    to: order.receipt ?? {},
    ...messageIn(texts, order.receipt?.language, facts),
  };
  try {
    await client.workflow.start('notification', {
      workflowId: input.notificationId,
      taskQueue: NOTIFICATIONS_QUEUE,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
  } catch (error) {
    if (!isAlreadyStarted(error)) throw error;
  }
}
