/**
 * One message to a payer. It goes by the first way that delivers: the operator's own SMSC, then Twilio, then e-mail.
 * A way that can't be gone, is refused, or brings no delivery receipt in time gives way to the next.
 */
import { condition, proxyActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { NotificationActivities } from '../activities/notifications';
import type { ReceiptTo } from '../domain/orders';
import { DELIVERY_RECEIPT_TIMEOUT } from '../domain/schedules';
import * as messages from './messages';
import type { NotificationInput } from './messages';

type Way = Parameters<NotificationActivities['send']>[0];

const { send, deliveryState } = proxyActivities<NotificationActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '2s', maximumAttempts: 5 },
});

export async function notification(input: NotificationInput): Promise<{ delivered: Way | 'by no way' }> {
  let news = 0;
  setHandler(messages.deliveryNews, () => void (news += 1));
  for (const way of waysTo(input.to)) {
    setCurrentDetails(`Trying **${way}** for ${input.paymentId}`);
    const heard = news;
    if (await delivered(way, input, () => news > heard)) {
      setCurrentDetails(`Delivered by **${way}** for ${input.paymentId}`);
      return { delivered: way };
    }
  }
  setCurrentDetails(`Could not be delivered for ${input.paymentId}`);
  return { delivered: 'by no way' };
}

async function delivered(way: Way, input: NotificationInput, hasNews: () => boolean): Promise<boolean> {
  try {
    const handed = await send(way, input);
    if (!handed) return false;
    // Mail servers give no receipts: taken is as good as it gets.
    if (way === 'mail' || handed.state !== 'sent') return handed.state !== 'failed';
    await condition(hasNews, DELIVERY_RECEIPT_TIMEOUT);
    return (await deliveryState(way, handed.messageId, input.paymentId)) === 'delivered';
  } catch {
    return false;
  }
}

function waysTo(to: ReceiptTo): Way[] {
  const byPhone: Way[] = to.phone ? ['smpp', 'twilio'] : [];
  return to.email ? [...byPhone, 'mail'] : byPhone;
}
