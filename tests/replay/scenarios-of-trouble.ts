import { setTimeout as delay } from 'node:timers/promises';
import type { PaymentOrder } from '../../domain/orders';
import { StoreUnavailable } from '../../store/interfaces/failures';
import type { Stage } from './stage';
import { ALL_INQUIRIES, decided, finished, startNoMessage, until, untilAttention } from './walking';
import type { Scenarios } from './walking';

/** Payments with a registered card on which something goes wrong. */
export const TROUBLE = {
  'payment-card-inquired': async (stage) => {
    stage.acquirer.script('authorise', { kind: 'dropAfter' });
    stage.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 2);
    return finished(stage, await stage.order());
  },

  'payment-card-news': (stage) => withNews(stage, 1),
  // Beyond so much news it only waits.
  'payment-card-noise': (stage) => withNews(stage, 5),

  'payment-card-without-word': async (stage) => {
    const { payments } = stage.store;
    const { record } = payments;
    payments.record = () => {
      payments.record = record;
      throw new StoreUnavailable('connection refused');
    };
    return finished(stage, await stage.order());
  },

  'payment-resolved-by-person': async (stage) => decided(stage, await unfunded(stage), 'succeeded'),
  'payment-declined-by-person': async (stage) => decided(stage, await unfunded(stage), 'declined'),
  // Asked again in vain; a day later the answer comes by itself.
  'payment-asked-again': async (stage) => decided(stage, await unfunded(stage, 1), 'ask_again'),

  'payment-crediting-inquired': async (stage) => {
    stage.biller.script('register', { kind: 'dropAfter' });
    return finished(stage, await stage.order());
  },

  'payment-credited-by-person': async (stage) => decided(stage, await uncredited(stage), 'succeeded'),
  'payment-not-credited-by-person': async (stage) => decided(stage, await uncredited(stage), 'declined'),

  'payment-reversed': async (stage) => {
    stage.biller.script('register', { kind: 'decline', code: 'account_closed' });
    return finished(stage, await stage.order());
  },

  'payment-reversal-inquired': async (stage) => {
    stage.biller.script('register', { kind: 'decline', code: 'account_closed' });
    stage.acquirer.script('refund', { kind: 'dropAfter' });
    return finished(stage, await stage.order());
  },

  'payment-receipt-asked-again': async (stage) => {
    startNoMessage(stage);
    return finished(stage, await stage.order({}, { receipt: { phone: '+35799000001' } }));
  },

  'payment-refund-refused': async (stage) => {
    const order = await stage.order();
    stage.biller.script('register', { kind: 'decline', code: 'account_closed' });
    stage.acquirer.script('refund', { kind: 'decline', code: 'not_authorised' });
    await untilAttention(stage, order);
    return decided(stage, order, 'succeeded');
  },
} satisfies Partial<Scenarios>;

async function unfunded(stage: Stage, inVain = 0): Promise<PaymentOrder> {
  const order = await stage.order();
  stage.acquirer.script('authorise', { kind: 'dropAfter' });
  stage.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, ALL_INQUIRIES + inVain);
  await untilAttention(stage, order);
  return order;
}

export async function uncredited(stage: Stage): Promise<PaymentOrder> {
  const order = await stage.order();
  stage.biller.script('register', { kind: 'dropBefore' });
  stage.biller.script('inquire', { kind: 'serverError' }, ALL_INQUIRIES);
  await untilAttention(stage, order);
  return order;
}

/** News during the first wait, one after the other was looked after; none of them finds anything. */
async function withNews(stage: Stage, times: number): Promise<string> {
  const order = await stage.order();
  const { acquirer, client, store } = stage;
  acquirer.script('authorise', { kind: 'dropAfter' });
  acquirer.script('inquireAuthorisation', { kind: 'serverError' }, times);
  await client.start(order, { fresh: true, waitMs: 0 });
  await until(async () => (await store.payments.get(order.id))?.state.funding.status === 'unknown');
  for (let heard = 0; heard < times; heard++) {
    const before = acquirer.calls.inquireAuthorisation;
    await client.news(order.id);
    await until(() => acquirer.calls.inquireAuthorisation !== before);
    // What comes before the look has ended is not news any more.
    await delay(50);
  }
  return finished(stage, order);
}
