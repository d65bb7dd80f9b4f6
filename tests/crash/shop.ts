import { randomUUID } from 'node:crypto';
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

/** A busy channel with patient payers: it asks again with the same key until it is told, whatever crashes meanwhile. */
export class Shop {
  readonly asked: Asked[] = [];

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

  /** Everybody has an answer, and every payer is done. */
  async closed(): Promise<void> {
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

  private async payOnPage({ answered }: Asked): Promise<void> {
    const { body } = await answered;
    if (!body.redirectUrl) return;
    const done = await eventually(() => typeCard(body.redirectUrl!));
    // The API may be down just now; a browser shows an error then, and the payer leaves.
    if (done.goesTo) await goBack(done).catch(() => undefined);
  }
}
