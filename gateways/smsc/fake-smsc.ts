import type { DeliveryReceipt, DeliveryState, SendResult, Smsc, TextMessage } from './smsc';

export interface FakeSmscConfig {
  /** Which of the two ways it stands for. */
  name: Smsc['name'];
}

/** What becomes of the next message. */
export type FakeDelivery = 'delivered' | 'failed' | 'no_receipt' | 'refused' | 'unavailable';

/**
 * A carrier in memory. Receipts come at once, on the next turn of the event loop. Numbers that end in 000 are
 * refused and those in 777 fail later; `script` orders anything else.
 */
export class FakeSmsc implements Smsc {
  readonly name: Smsc['name'];
  readonly sent: (TextMessage & { messageId: string; state: DeliveryState })[] = [];
  private readonly scripted: FakeDelivery[] = [];
  private readonly listeners: ((receipt: DeliveryReceipt) => void)[] = [];

  constructor(config: FakeSmscConfig) {
    this.name = config.name;
  }

  script(...deliveries: FakeDelivery[]): void {
    this.scripted.push(...deliveries);
  }

  async send(message: TextMessage, options?: { signal?: AbortSignal }): Promise<SendResult> {
    const delivery = this.scripted.shift() ?? deliveryTo(message.to);
    if (delivery === 'unavailable' || options?.signal?.aborted) {
      return { kind: 'unavailable', detail: 'scripted' };
    }
    if (delivery === 'refused') return { kind: 'refused', detail: 'scripted' };
    const messageId = `msg_${this.sent.length + 1}`;
    this.sent.push({ ...message, messageId, state: 'sent' });
    if (delivery !== 'no_receipt') setImmediate(() => this.report(messageId, delivery));
    return { kind: 'sent', messageId };
  }

  async inquire(messageId: string): Promise<DeliveryState> {
    return this.sent.find((message) => message.messageId === messageId)?.state ?? 'sent';
  }

  onReceipt(listener: (receipt: DeliveryReceipt) => void): void {
    this.listeners.push(listener);
  }

  readCallback(): undefined {
    return undefined;
  }

  /** A receipt arrives for a message sent before. */
  report(messageId: string, state: DeliveryReceipt['state']): void {
    const message = this.sent.find((candidate) => candidate.messageId === messageId);
    if (message !== undefined) message.state = state;
    for (const listener of this.listeners) listener({ messageId, state });
  }

  async close(): Promise<void> {}
}

function deliveryTo(phone: string): FakeDelivery {
  if (phone.endsWith('000')) return 'refused';
  return phone.endsWith('777') ? 'failed' : 'delivered';
}
