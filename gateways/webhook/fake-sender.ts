import type { WebhookMessage, WebhookResult, WebhookSender } from './sender';
import { signedHeaders } from './signature';

/** What a receiver got, as it got it. */
export interface Arrived {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Receivers in memory, who say 204 unless told otherwise. */
export class FakeSender implements WebhookSender {
  readonly arrived: Arrived[] = [];
  private readonly scripted: WebhookResult[] = [];

  /** What the next `times` messages come to; a number is an answer with that status. */
  script(result: WebhookResult | number, times = 1): void {
    const answer: WebhookResult =
      typeof result === 'number' ? { kind: 'answered', status: result, text: '' } : result;
    for (let left = times; left > 0; left--) this.scripted.push(answer);
  }

  async send(message: WebhookMessage): Promise<WebhookResult> {
    const result = this.scripted.shift() ?? { kind: 'answered', status: 204, text: '' };
    if (result.kind === 'answered') {
      const headers = { 'content-type': 'application/json', ...signedHeaders(message, Date.now()) };
      this.arrived.push({ url: message.url, headers, body: message.body });
    }
    return result;
  }

  async close(): Promise<void> {}
}
