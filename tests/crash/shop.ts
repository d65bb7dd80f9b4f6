import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newAccount } from '../support/channel';
import type { Payment, Reply } from '../support/channel';
import { eventually } from '../support/eventually';
import { goBack, typeCard } from '../support/payer';
import type { World } from '../support/world';

export const AMOUNT = 1050;

/** A payment that somebody asked for, and insists on. */
export interface Asked {
  key: string;
  order: { amount: object; account: { by: 'msisdn'; value: string }; source: object };
  /** The final answer, however often it took to get it. */
  answered: Promise<Reply<Payment>>;
  /** Resolves when the payer has done what a payer does. */
  payerDone?: Promise<void>;
}

/** A payment on a page that the channel took back: with `paid`, when the payer had just paid. */
export interface TakenBack {
  id: string;
  paid: boolean;
  done: Promise<void>;
}

/** A customer's first and only card. */
export interface Registration {
  customerId: string;
  key: string;
  token: string;
  /** The card's id, however often it took to hear of it. */
  registered: Promise<string>;
}

const PATIENCE_MS = 120_000;

/** A busy channel with patient payers: it asks again with the same key until it is told, whatever crashes meanwhile. */
export class Shop {
  readonly asked: Asked[] = [];
  readonly takenBack: TakenBack[] = [];
  readonly registrations: Registration[] = [];

  constructor(private readonly world: World) {}

  byCard(account = newAccount()): Asked {
    return this.ask({ type: 'card', cardId: this.world.cards.good }, account);
  }

  /** Opens a page; `pay` does the payer's part. */
  byPage(): Asked & { pay(): Promise<void> } {
    const asked = this.ask({ type: 'hosted_page' }, newAccount());
    const pay = (): Promise<void> => {
      asked.payerDone ??= this.payOnPage(asked);
      asked.payerDone.catch(() => undefined);
      return asked.payerDone;
    };
    return Object.assign(asked, { pay });
  }

  /** Cancels the payment of an open page, again and again until it is cancelled. */
  takeBack(id: string, { paid }: { paid: boolean }): void {
    const done = this.insist(async () => {
      const { status } = await this.world.channel.post(`/v1/payments/${id}/cancel`, {});
      return status === 200 || (await this.world.channel.payment(id)).status === 'cancelled' || undefined;
    }).then(() => undefined);
    done.catch(() => undefined);
    this.takenBack.push({ id, paid, done });
  }

  /** Registers a card for a new customer. */
  registerCard(token: string): void {
    const key = randomUUID();
    const customerId = `customer-${key}`;
    const registered = this.registerAgain({ customerId, key, token });
    registered.catch(() => undefined);
    this.registrations.push({ customerId, key, token, registered });
  }

  /** The same request with the same key, until there is a card. */
  registerAgain({ customerId, key, token }: Omit<Registration, 'registered'>): Promise<string> {
    const path = `/v1/customers/${customerId}/cards`;
    return this.insist(async () => {
      const { status, body } = await this.world.channel.post<{ id: string }>(path, { token }, key);
      return status === 201 ? body.id : undefined;
    });
  }

  /** Everybody has an answer, and every payer is done. */
  async closed(): Promise<void> {
    await Promise.all(this.takenBack.map(({ done }) => done));
    await Promise.all(this.registrations.map(({ registered }) => registered));
    await Promise.all(this.asked.map(async ({ answered, payerDone }) => [await answered, await payerDone]));
  }

  private ask(source: object, account: Asked['order']['account']): Asked {
    const key = randomUUID();
    const order = { amount: { value: AMOUNT, currency: 'EUR' }, account, source };
    const asked = { key, order, answered: this.world.channel.payPatiently(order, key) };
    // Whoever never gets an answer is found when the shop closes, not as an error out of nowhere.
    asked.answered.catch(() => undefined);
    this.asked.push(asked);
    return asked;
  }

  private async insist<T>(attempt: () => Promise<T | undefined>): Promise<T> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(250)) {
      const result = await attempt().catch(() => undefined);
      if (result !== undefined) return result;
    }
    throw new Error('no final answer');
  }

  private async payOnPage({ answered }: Asked): Promise<void> {
    const { body } = await answered;
    if (!body.redirectUrl) return;
    const done = await eventually(() => typeCard(body.redirectUrl!));
    // The API may be down just now; a browser shows an error then, and the payer leaves.
    if (done.goesTo) await goBack(done).catch(() => undefined);
  }
}
