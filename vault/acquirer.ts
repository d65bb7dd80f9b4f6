import { Pool } from 'undici';
import type { CardDetails } from './cards';

/** What the worker says about the authorisation; the vault adds the card and nothing else. */
export interface Template {
  reference: string;
  amount: { value: number; currency: string };
  capture: boolean;
}

export type Lost = 'timeout' | 'connection_lost' | 'unreadable_answer';

/** What came of sending: the acquirer's answer as it came, with the card number taken out, or none. */
export type Sent = { answered: { status: number; body: string } } | { unanswered: Lost };

export interface AcquirerConfig {
  /** Base address, as in docs/protocols/acquirer.md. Never taken from a request. */
  url: string;
  secret: string;
  /** How long an answer is waited for at most, in milliseconds. */
  timeoutMs: number;
}

const MAX_ANSWER_BYTES = 256 * 1024;
const MAX_CONNECTIONS = 32;
const TOO_LARGE = 'UND_ERR_RES_EXCEEDED_MAX_SIZE';

/** The one place from which a card number leaves. Sends each request once: only the caller knows what may be repeated. */
export class OutgoingAcquirer {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly headers: Record<string, string>;
  readonly timeoutMs: number;

  constructor({ url, secret, timeoutMs }: AcquirerConfig) {
    const base = new URL(url);
    this.timeoutMs = timeoutMs;
    this.path = `${base.pathname.replace(/\/+$/, '')}/v1/authorisations`;
    this.headers = {
      authorization: `Bearer ${secret}`,
      accept: 'application/json',
      'content-type': 'application/json',
    };
    this.pool = new Pool(base.origin, {
      connections: MAX_CONNECTIONS,
      connect: { timeout: timeoutMs },
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  /** Gives up after `withinMs`, also where the request still waits for a connection: then it is not sent any more. */
  authorise(template: Template, card: CardDetails, withinMs: number): Promise<Sent> {
    const signal = AbortSignal.timeout(withinMs);
    const gaveUp = new Promise<Sent>((resolve) =>
      signal.addEventListener('abort', () => resolve({ unanswered: 'timeout' }), { once: true }),
    );
    return Promise.race([this.send(template, card, signal), gaveUp]);
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async send(template: Template, card: CardDetails, signal: AbortSignal): Promise<Sent> {
    const { reference, amount, capture } = template;
    const { number, expiryMonth, expiryYear } = card;
    try {
      const response = await this.pool.request({
        method: 'POST',
        path: this.path,
        headers: { ...this.headers, 'idempotency-key': reference },
        body: JSON.stringify({ reference, amount, capture, card: { number, expiryMonth, expiryYear } }),
        signal,
      });
      const body = without(await response.body.text(), number);
      return { answered: { status: response.statusCode, body } };
    } catch (error) {
      return { unanswered: lostBy((error as { code?: string }).code ?? '', signal) };
    }
  }
}

function lostBy(code: string, signal: AbortSignal): Lost {
  if (signal.aborted || /TIMEOUT|TIMEDOUT/.test(code)) return 'timeout';
  return code === TOO_LARGE || code.startsWith('HPE_') ? 'unreadable_answer' : 'connection_lost';
}

/** An acquirer that quotes what it was sent would undo all of this. */
export function without(text: string, number: string): string {
  const asWritten = new RegExp([...number].join('[^0-9A-Za-z]{0,3}'), 'g');
  return text.replace(asWritten, '[card number]');
}
