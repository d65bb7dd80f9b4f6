/** A message by the Standard Webhooks specification, unsigned. */
export interface WebhookMessage {
  url: string;
  /** The same each time that the same event is sent to the same place: receivers tell repetitions by it. */
  id: string;
  /** What is signed and sent, to the byte. */
  body: string;
  /** `whsec_…`: each signs, so that a receiver may know any of them. */
  secrets: readonly string[];
}

/** Why there was no answer. `address_not_allowed`: the name led to where nothing is to be sent. */
export type NoAnswer =
  'timeout' | 'address_not_allowed' | 'name_not_found' | 'tls' | 'connection' | 'not_http';

export type WebhookResult =
  /** Whatever the status; redirects are not followed. `text` is the beginning of the body, fit to be kept. */
  | { kind: 'answered'; status: number; text: string; retryAfterMs?: number }
  | { kind: 'unanswered'; reason: NoAnswer };

/** Brings messages to channels' endpoints. Never throws for what the outside world does. */
export interface WebhookSender {
  send(message: WebhookMessage): Promise<WebhookResult>;
  close(): Promise<void>;
}
