/**
 * One message to a payer. It goes by the first way that delivers: the operator's own SMSC, then Twilio, then e-mail.
 * A way that can't be gone, is refused, or brings no delivery receipt in time gives way to the next; a receipt that comes
 * late still ends it, so that a payer is not told again of what has arrived.
 */
import { condition, setCurrentDetails, setHandler, sleep } from '@temporalio/workflow';
import type { Handed, NotificationActivities } from '../activities/notifications';
import type { ReceiptTo } from '../domain/orders';
import { DELIVERY_RECEIPT_TIMEOUT } from '../domain/schedules';
import * as messages from './messages';
import type { NotificationInput } from './messages';
import { described } from './running/described';

type Way = Parameters<NotificationActivities['send']>[0];

const { send, deliveryState } = described<NotificationActivities>(
  { startToCloseTimeout: '30s', retry: { initialInterval: '2s', maximumAttempts: 5 } },
  { send: 'Hand the message to a carrier', deliveryState: 'See whether it was delivered' },
);

/** How often news makes it look during one wait; beyond it a carrier is only making noise. */
const MOST_NEWS = 5;

export async function notification(input: NotificationInput): Promise<{ delivered: Way | 'by no way' }> {
  const running = new RunningNotification(input);
  setHandler(messages.deliveryNews, () => void (running.news += 1));
  for (const way of waysTo(input.to)) {
    setCurrentDetails(`Trying **${way}** for ${input.paymentId}`);
    const delivered = (await running.deliveredBefore()) ?? (await running.deliver(way));
    if (delivered) {
      setCurrentDetails(`Delivered by **${delivered}** for ${input.paymentId}`);
      return { delivered };
    }
  }
  setCurrentDetails(`Could not be delivered for ${input.paymentId}`);
  return { delivered: 'by no way' };
}

class RunningNotification {
  /** Counts what carriers reported: of which way is seen by looking. */
  news = 0;
  private heard = 0;
  /** Handed over, and neither delivered nor failed as far as is known; the latest first. */
  private open: { way: Way; messageId: string }[] = [];

  constructor(private readonly input: NotificationInput) {}

  /** The way that has delivered since it was last looked, though it had been given up. */
  async deliveredBefore(): Promise<Way | undefined> {
    return this.news > this.heard ? this.look() : undefined;
  }

  /** Goes a way, and gives the one that has delivered in the end: it, or an earlier one whose receipt came meanwhile. */
  async deliver(way: Way): Promise<Way | undefined> {
    const handed = await handOver(way, this.input);
    if (!handed || handed.state === 'failed') return undefined;
    // Mail servers give no receipts: taken is as good as it gets.
    if (way === 'mail' || handed.state === 'delivered') return way;
    const sent = { way, messageId: handed.messageId };
    this.open.unshift(sent);
    return this.receipt(() => this.open.includes(sent));
  }

  /** Waits until something was delivered, what was sent last has failed, or the time is up. */
  private async receipt(isOpen: () => boolean): Promise<Way | undefined> {
    const until = Date.now() + (this.input.receiptWithinMs ?? DELIVERY_RECEIPT_TIMEOUT);
    for (let looks = 0; isOpen(); looks++) {
      const left = until - Date.now();
      if (left <= 0) return undefined;
      const summary = 'Wait for the delivery receipt';
      if (looks === MOST_NEWS) await sleep(left, { summary });
      else await condition(() => this.news > this.heard, left, { summary });
      const delivered = await this.look();
      if (delivered) return delivered;
    }
    return undefined;
  }

  private async look(): Promise<Way | undefined> {
    this.heard = this.news;
    for (const sent of [...this.open]) {
      const state = await stateOf(sent, this.input);
      if (state === 'delivered') return sent.way;
      if (state === 'failed') this.open = this.open.filter((one) => one !== sent);
    }
    return undefined;
  }
}

/** Undefined where that way can't be gone. */
function handOver(way: Way, input: NotificationInput): Promise<Handed> {
  return send(way, input).catch(() => undefined);
}

function stateOf(
  { way, messageId }: { way: Way; messageId: string },
  { paymentId }: NotificationInput,
): Promise<string> {
  return deliveryState(way, messageId, paymentId).catch(() => 'sent');
}

function waysTo(to: ReceiptTo): Way[] {
  const byPhone: Way[] = to.phone ? ['smpp', 'twilio'] : [];
  return to.email ? [...byPhone, 'mail'] : byPhone;
}
