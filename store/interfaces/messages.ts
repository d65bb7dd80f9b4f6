export type MessageWay = 'smpp' | 'twilio' | 'mail';

export interface MessageStore {
  /** Remembers a message that was handed to a carrier; answers with the receipt if it came first. */
  sent(message: {
    notificationId: string;
    paymentId: string;
    way: MessageWay;
    messageId: string;
  }): Promise<'sent' | 'delivered' | 'failed'>;
  /** Keeps a carrier's receipt; answers with the notification that waits for it, if it is known yet. */
  receipt(way: MessageWay, messageId: string, state: 'delivered' | 'failed'): Promise<string | undefined>;
  /** The ways tried for a payment's receipt and how each ended. */
  list(paymentId: string): Promise<{ way: MessageWay; state: string; at: string }[]>;
  /** Deletes messages of which there was no news for so long, up to a limit. Answers with how many there were. */
  forget(limit: number, afterMs: number): Promise<number>;
}
