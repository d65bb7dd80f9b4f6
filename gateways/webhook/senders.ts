import { FakeSender } from './fake-sender';
import { HttpSender, type HttpSenderConfig } from './http-sender';
import type { WebhookSender } from './sender';

export type SenderConfig = ({ kind: 'http' } & HttpSenderConfig) | { kind: 'fake' };

/** The one place that knows which ways to send webhooks there are, the fake among them. */
export function createSender(config: SenderConfig): WebhookSender {
  switch (config.kind) {
    case 'http':
      return new HttpSender(config);
    case 'fake':
      return new FakeSender();
  }
}
