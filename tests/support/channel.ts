import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually';

/** As the API documents it (docs/openapi.json); only what tests look at. */
export interface Payment {
  id: string;
  status: string;
  version: number;
  amount: { value: number; currency: string };
  account: { by: string; value: string };
  source: { type: string; card?: { id?: string; brand?: string; last4?: string } };
  funding: { status: string; declineCode?: string; externalId?: string };
  crediting: { status: string; declineCode?: string };
  reversal?: { status: string };
  attention?: { reason: string };
  redirectUrl?: string;
  expiresAt?: string;
  createdBy?: { kind: string; id: string; name?: string };
}

export interface Reply<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface Event {
  type: string;
  actor: { kind: string; id: string; name?: string };
}

export interface Message {
  way: string;
  state: string;
}

export interface LedgerCheck {
  balanced: boolean;
  problems: unknown[];
  accounts: { account: string; currency: string; balance: string }[];
}

/** Still under way, and too many at once. */
const LATER = [409, 429];

const PATIENCE_MS = 120_000;

const ENDED = ['succeeded', 'declined', 'expired', 'cancelled', 'reversed'];
export const hasEnded = ({ status }: Payment): boolean => ENDED.includes(status);

let accounts = 0;

/** An account that nobody else pays to: the sandbox's biller makes these on the fly. */
export function newAccount(): { by: 'msisdn'; value: string } {
  accounts += 1;
  return { by: 'msisdn', value: `+357991${String(accounts).padStart(5, '0')}` };
}

/** A channel of the API: self-care, an IVR, a shop. Speaks HTTP and nothing else. */
export class Channel {
  constructor(
    readonly url: string,
    private readonly key: string,
  ) {}

  async call<T>(method: string, path: string, body?: object, headers: object = {}): Promise<Reply<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...this.credentials(),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(40_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text && JSON.parse(text)) as T };
  }

  /** What is no JSON. */
  async text(path: string): Promise<string> {
    const headers = this.credentials();
    const response = await fetch(`${this.url}${path}`, { headers, signal: AbortSignal.timeout(40_000) });
    if (response.status !== 200) throw new Error(`GET ${path} answered ${response.status}`);
    return response.text();
  }

  /** The headers that say who asks. */
  protected credentials(): Record<string, string> {
    return { authorization: `Bearer ${this.key}` };
  }

  post<T>(path: string, body: object, key: string = randomUUID()): Promise<Reply<T>> {
    return this.call('POST', path, body, { 'idempotency-key': key });
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.call<T>('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}`);
    return body;
  }

  /** One attempt at a payment of 10.50 euro, to an account of its own unless told. */
  pay(order: object, key?: string): Promise<Reply<Payment>> {
    return this.post('/v1/payments', { ...anOrder(), ...order }, key);
  }

  /**
   * As a patient channel does: the same request with the same key until there is a final answer. Throws when even a
   * patient one would call somebody.
   */
  async payPatiently(order: object, key: string = randomUUID()): Promise<Reply<Payment>> {
    const whole = { ...anOrder(), ...order };
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(250)) {
      const reply = await this.pay(whole, key).catch(() => undefined);
      if (reply && reply.status < 500 && !LATER.includes(reply.status)) return reply;
    }
    throw new Error(`no final answer to the payment with the key ${key}`);
  }

  payment(id: string): Promise<Payment> {
    return this.get(`/v1/payments/${id}`);
  }

  async eventTypes(id: string): Promise<string[]> {
    return (await this.events(id)).map(({ type }) => type);
  }

  async events(id: string): Promise<Event[]> {
    return (await this.get<{ items: Event[] }>(`/v1/payments/${id}/events`)).items;
  }

  /** Waits until the payment has come to its end. */
  untilEnded(id: string): Promise<Payment> {
    return eventually(async () => {
      const payment = await this.payment(id);
      if (!hasEnded(payment)) throw new Error(`payment ${id} is still ${payment.status}`);
      return payment;
    });
  }

  async receipts(id: string): Promise<Message[]> {
    return (await this.get<{ messages: Message[] }>(`/v1/payments/${id}/receipt`)).messages;
  }

  async registerCard(customerId: string, token: string): Promise<string> {
    const { status, body } = await this.post<{ id: string }>(`/v1/customers/${customerId}/cards`, { token });
    if (status !== 201) throw new Error(`a card could not be registered: ${status} ${JSON.stringify(body)}`);
    return body.id;
  }

  ledger(): Promise<LedgerCheck> {
    return this.get('/v1/ledger/check');
  }
}

function anOrder(): object {
  return { amount: { value: 1050, currency: 'EUR' }, account: newAccount() };
}
