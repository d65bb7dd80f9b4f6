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

/** Twice as long as a request that died with its process keeps its key, in milliseconds. */
const PATIENCE_MS = 120_000;

/** A busy channel with patient payers: it asks again with the same key until it is told, whatever crashes meanwhile. */
export class Shop {
  readonly asked: Asked[] = [];
  readonly takenBack: TakenBack[] = [];
  readonly registrations: Registration[] = [];
  /** Until then no patience runs out: whoever asks again while things crash may be hit again, and again. */
  private quietSince = Infinity;

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
    const done = this.insist(`taking back ${id}`, async () => {
      const reply = await this.world.channel.post(`/v1/payments/${id}/cancel`, {});
      if (reply.status === 200) return;
      const { status } = await this.world.channel.payment(id);
      if (status !== 'cancelled') throw new Error(`it is ${status}, ${said(reply)}`);
    });
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
    return this.insist(`registering a card for ${customerId}`, async () => {
      const reply = await this.world.channel.post<{ id: string }>(path, { token }, key);
      if (reply.status !== 201) throw new Error(said(reply));
      return reply.body.id;
    });
  }

  /** Everybody has an answer, and every payer is done. To be called once nothing crashes any more. */
  async closed(): Promise<void> {
    this.quietSince = Date.now();
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

  /** Tries until it no longer throws, as long as things crash and `PATIENCE_MS` beyond. */
  private async insist<T>(what: string, attempt: () => Promise<T>): Promise<T> {
    for (const began = Date.now(); ; await sleep(250, undefined, { ref: false })) {
      try {
        return await attempt();
      } catch (error) {
        if (Date.now() < Math.max(began, this.quietSince) + PATIENCE_MS) continue;
        throw new Error(`no final answer to ${what}; the last: ${(error as Error).message}`, {
          cause: error,
        });
      }
    }
  }

  private async payOnPage({ answered }: Asked): Promise<void> {
    const { body } = await answered;
    if (!body.redirectUrl) return;
    const done = await eventually(() => typeCard(body.redirectUrl!));
    // The API may be down just now; a browser shows an error then, and the payer leaves.
    if (done.goesTo) await goBack(done).catch(() => undefined);
  }
}

function said({ status, body }: Reply<unknown>): string {
  return `answered ${status} ${JSON.stringify(body)}`;
}
