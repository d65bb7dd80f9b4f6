import type { Twilio } from 'twilio';
import type SdkRequestClient from 'twilio/lib/base/RequestClient';
import type { DeliveryNews, DeliveryReceipt, DeliveryState, SendResult, Smsc, TextMessage } from './smsc';

export interface TwilioSmscConfig {
  accountSid: string;
  authToken: string;
  /** The sender: a number of the account in E.164, or its alphanumeric sender id. */
  from: string;
  /** Where Twilio reports how a message stands: this address, exactly as the callback's signature covers it. */
  statusCallback?: string;
  /** Instead of `https://api.twilio.com`, without a path after the version's. */
  apiBase?: string;
  /** How long one call waits for its answer, in milliseconds; 5000 when absent. */
  timeoutMs?: number;
}

const TWILIO = 'https://api.twilio.com';

/** All of Twilio's message statuses that are final. */
const FINAL: Readonly<Record<string, DeliveryReceipt['state']>> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

/** Twilio's SDK takes a second to load and tens of megabytes: only a process that sends through it pays. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const loadSdk = () => require('twilio') as typeof import('twilio');

/** Texts through Twilio's Messages API, by its official SDK. Never retries: a text sent twice is a text sent twice. */
export class TwilioSmsc implements Smsc {
  readonly name = 'twilio';
  private client: Twilio | undefined;

  constructor(private readonly config: TwilioSmscConfig) {}

  async send({ to, text }: TextMessage, options?: { signal?: AbortSignal }): Promise<SendResult> {
    const { from, statusCallback } = this.config;
    try {
      const sending = this.sdk().messages.create({ to, from, body: text, statusCallback });
      const message = await unless(options?.signal, sending);
      if (!message.sid) return { kind: 'unavailable', detail: 'Twilio gave no message id' };
      return { kind: 'sent', messageId: message.sid };
    } catch (error) {
      return failureOf(error);
    }
  }

  async inquire(messageId: string): Promise<DeliveryState> {
    try {
      const { status } = await this.sdk().messages(messageId).fetch();
      return FINAL[status] ?? 'sent';
    } catch {
      return 'sent';
    }
  }

  /** Twilio reports over HTTP only: see `readCallback`. */
  onReceipt(): void {}

  readCallback(request: {
    url: string;
    headers: Record<string, string | undefined>;
    form: Record<string, string>;
  }): DeliveryNews | undefined {
    const signature = request.headers['x-twilio-signature'];
    const { authToken } = this.config;
    // Anybody can sign with an empty token.
    if (signature === undefined || authToken === '') return undefined;
    if (!loadSdk().validateRequest(authToken, signature, request.url, request.form)) return undefined;
    const messageId = request.form['MessageSid'];
    const state = FINAL[request.form['MessageStatus'] ?? ''] ?? 'sent';
    return messageId === undefined ? undefined : { messageId, state };
  }

  async close(): Promise<void> {
    this.client = undefined;
  }

  private sdk(): Twilio {
    return (this.client ??= createClient(this.config));
  }
}

function createClient({ accountSid, authToken, apiBase, timeoutMs = 5000 }: TwilioSmscConfig): Twilio {
  const { Twilio: Client, RequestClient } = loadSdk();
  const base = (apiBase ?? TWILIO).replace(/\/+$/, '');
  /** The SDK builds addresses from regions and edges; this puts another base in their place. */
  class RebasedClient extends RequestClient {
    override request<T>(options: SdkRequestClient.RequestOptions<T>) {
      return super.request({ ...options, uri: options.uri.replace(TWILIO, base) });
    }
  }
  const httpClient = new RebasedClient({ timeout: timeoutMs });
  return new Client(accountSid, authToken, { httpClient, accountSid });
}

/** The SDK takes no signal: a caller who gives up stops waiting, and the message may still go. */
function unless<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error('given up'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** A 4xx is Twilio's refusal, except that it is busy (429) or was not let in by our own keys (401, 403). */
function failureOf(error: unknown): SendResult {
  const { status, code } = error as { status?: unknown; code?: unknown };
  if (typeof status !== 'number') return { kind: 'unavailable', detail: 'no answer from Twilio' };
  const detail = `Twilio answered ${status}${typeof code === 'number' ? `, error ${code}` : ''}`;
  const isRefusal = status >= 400 && status < 500 && ![401, 403, 408, 409, 429].includes(status);
  return { kind: isRefusal ? 'refused' : 'unavailable', detail };
}
