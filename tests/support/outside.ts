import { setTimeout as sleep } from 'node:timers/promises';
import { TEST_CARDS } from '../../sandbox/acquirer/test-cards';

/** What the acquirer and the biller committed: the only count of "once" that matters. */
export interface Operation {
  target: 'acquirer' | 'biller';
  kind: string;
  status: string;
  reference: string;
  amount: { value: number; currency: string };
}

export interface OutsideMessage {
  channel: 'sms' | 'twilio' | 'mail';
  status: string;
  to: string[];
  text: string;
}

/** How often money really moved, or stopped moving, for a payment. */
export interface Books {
  charges: number;
  captures: number;
  voids: number;
  refunds: number;
  registrations: number;
}

export const APPROVED_CARD = '4242424242424242';
export const CARD_NUMBERS = TEST_CARDS.map(({ number }) => number);

/** The sandbox: the acquirer's public card form, and the controls of the outside world. */
export class Outside {
  constructor(private readonly url: string) {}

  async tokenFor(number = APPROVED_CARD): Promise<string> {
    const card = { number, expiryMonth: 12, expiryYear: 2060, securityCode: '737' };
    const { token } = await this.call<{ token: string }>('POST', '/acquirer/v1/tokens', card, {
      authorization: 'Bearer pk_sandbox',
    });
    return token;
  }

  async fault(fault: object): Promise<string> {
    return (await this.call<{ id: string }>('POST', '/control/faults', fault)).id;
  }

  /** Ids of the faults that have not struck as often as they were told to. */
  async faults(): Promise<string[]> {
    const { faults } = await this.call<{ faults: { id: string }[] }>('GET', '/control/faults');
    return faults.map(({ id }) => id);
  }

  /** Waits until the fault has struck as often as it was told to; false where that does not come in time. */
  async struck(id: string, limitMs: number): Promise<boolean> {
    for (const deadline = Date.now() + limitMs; ; await sleep(20)) {
      if (!(await this.faults()).includes(id)) return true;
      if (Date.now() >= deadline) return false;
    }
  }

  /** Ends a fault that would go on. */
  async lift(id: string): Promise<void> {
    await this.call('DELETE', `/control/faults/${id}`);
  }

  async noFaults(): Promise<void> {
    await this.call('DELETE', '/control/faults');
  }

  async settings(change: object): Promise<void> {
    await this.call('PATCH', '/control/settings', change);
  }

  async operations(about = ''): Promise<Operation[]> {
    const path = `/control/operations?reference=${encodeURIComponent(about)}`;
    return (await this.call<{ operations: Operation[] }>('GET', path)).operations;
  }

  async books(paymentId: string): Promise<Books> {
    return booksIn(await this.operations(paymentId));
  }

  async balance(msisdn: string): Promise<number | undefined> {
    const { accounts } = await this.call<{ accounts: { msisdn: string; balance: number }[] }>(
      'GET',
      '/control/accounts',
    );
    return accounts.find((account) => account.msisdn === msisdn)?.balance;
  }

  async messagesAbout(paymentId: string): Promise<OutsideMessage[]> {
    const { messages } = await this.call<{ messages: OutsideMessage[] }>('GET', '/control/messages');
    return messages.filter(({ text }) => text.includes(paymentId));
  }

  private async call<T>(method: string, path: string, body?: object, headers: object = {}): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${method} ${path}`);
    return (text && JSON.parse(text)) as T;
  }
}

export function booksIn(operations: readonly Operation[]): Books {
  const done = operations.filter(({ status }) => status !== 'declined' && status !== 'refused');
  const count = (kind: string): number => done.filter((operation) => operation.kind === kind).length;
  return {
    charges: count('authorisation'),
    captures: count('capture'),
    voids: count('void'),
    refunds: count('refund'),
    registrations: count('registration'),
  };
}
