/** A card as a payer would type it into the acquirer's own form. */
export interface CardDetails {
  number: string;
  expiryMonth: number;
  expiryYear: number;
  securityCode: string;
}

export interface Fault {
  id: string;
}

/** What the acquirer or the biller really did. */
export interface Operation {
  target: 'acquirer' | 'biller';
  kind: string;
  status: string;
}

export interface Message {
  channel: string;
  status: string;
  text: string;
}

/** The publishable key of the sandbox's acquirer: all it can do is swap a card for a token. */
const PUBLISHABLE_KEY = 'pk_sandbox';

/** The outside world: the acquirer's public card form, and the controls of the sandbox that plays it. */
export class SandboxClient {
  constructor(private readonly url: string) {}

  /** @throws Error where it does not answer */
  async check(): Promise<void> {
    await this.call('GET', '/health');
  }

  async tokenFor(card: CardDetails): Promise<string> {
    const authorization = `Bearer ${PUBLISHABLE_KEY}`;
    const { token } = await this.call<{ token: string }>('POST', '/acquirer/v1/tokens', card, authorization);
    return token;
  }

  /** The next authorisation is carried out, and the line drops before the answer. */
  dropLineAfterNextAuthorisation(): Promise<Fault> {
    const fault = { target: 'acquirer', operation: 'authorisations', kind: 'dropAfter', times: 1 };
    return this.call('POST', '/control/faults', fault);
  }

  /** The acquirer is out, until the fault is removed; of a demo that is broken off, it ends after so many calls. */
  outage(): Promise<Fault> {
    return this.call('POST', '/control/faults', { target: 'acquirer', kind: 'outage', times: 50 });
  }

  /** True where the fault was still there. */
  async removeFault({ id }: Fault): Promise<boolean> {
    const { faults } = await this.call<{ faults: Fault[] }>('GET', '/control/faults');
    if (!faults.some((fault) => fault.id === id)) return false;
    await this.call('DELETE', `/control/faults/${id}`);
    return true;
  }

  async operationsOf(paymentId: string): Promise<Operation[]> {
    const path = `/control/operations?reference=${paymentId}`;
    return (await this.call<{ operations: Operation[] }>('GET', path)).operations;
  }

  /** The texts and mails that carry the payment's number. */
  async messagesAbout(paymentId: string): Promise<Message[]> {
    const { messages } = await this.call<{ messages: Message[] }>('GET', '/control/messages');
    return messages.filter(({ text }) => text.includes(paymentId));
  }

  private async call<T>(method: string, path: string, body?: unknown, authorization?: string): Promise<T> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    if (authorization) headers.Authorization = authorization;
    const signal = AbortSignal.timeout(10_000);
    const init = { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) };
    const response = await fetch(`${this.url}${path}`, init).catch((error: Error) => {
      throw new Error(`the sandbox does not answer at ${this.url}; the demo needs npm start with it`, {
        cause: error,
      });
    });
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${method} ${path}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}
