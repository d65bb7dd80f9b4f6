/** A text message to one phone. */
export interface TextMessage {
  /** E.164, with the plus. */
  to: string;
  /** Any Unicode; the adapter chooses the alphabet and splits what is long. */
  text: string;
}

/** How a sent message stands. */
export type DeliveryState = 'sent' | 'delivered' | 'failed';

/** News of a message sent before, from the carrier. */
export interface DeliveryReceipt {
  messageId: string;
  state: 'delivered' | 'failed';
}

/** A genuine callback: news that something is on its way needs nothing done. */
export interface DeliveryNews {
  messageId: string;
  state: DeliveryState;
}

export type SendResult =
  | { kind: 'sent'; messageId: string }
  /** The carrier refused it for good: go to the next way. */
  | { kind: 'refused'; detail: string }
  /** The carrier is not there or did not answer: it may be tried again or another way. */
  | { kind: 'unavailable'; detail: string };

/**
 * A way to send texts. Never throws for what the outside world does. Message ids are given in one form
 * (an SMSC that answers in hex and reports in decimal is matched by the adapter).
 */
export interface Smsc {
  readonly name: 'smpp' | 'twilio';
  send(message: TextMessage, options?: { signal?: AbortSignal }): Promise<SendResult>;
  /** Asks where asking is possible (Twilio); an SMSC that can only report answers `sent`. */
  inquire(messageId: string): Promise<DeliveryState>;
  /** Calls back with each delivery receipt that arrives on this adapter's own connection. */
  onReceipt(listener: (receipt: DeliveryReceipt) => void): void;
  /** Checks and reads a delivery callback over HTTP, `sent` while nothing is final; undefined where it is not genuine or the adapter has none. */
  readCallback(request: {
    url: string;
    headers: Record<string, string | undefined>;
    form: Record<string, string>;
  }): DeliveryNews | undefined;
  close(): Promise<void>;
}
