import type { Actor } from '../../domain/actors';
import type { PaymentOrder } from '../../domain/orders';
import { referenceOf } from '../../domain/steps';
import type { LIVE, PathName } from './paths';
import type { Stage } from './stage';

/** Walks a path to its end, and gives the id of the workflow that did. */
type Scenario = (stage: Stage) => Promise<string>;

const manager: Actor = { kind: 'user', id: 'maria' };
const channel: Actor = { kind: 'channel', id: 'selfcare' };
const note = 'seen in the acquirer’s back office';
const phone = '+35799000001';
const email = 'payer@example.com';

export const SCENARIOS: Record<Exclude<PathName, typeof LIVE>, Scenario> = {
  'payment-card-declined': async (stage) => finished(stage, await stage.order({ token: 'tok_card_expired' })),

  'payment-card-inquired': async (stage) => {
    stage.acquirer.script('authorise', { kind: 'dropAfter' });
    stage.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 2);
    return finished(stage, await stage.order());
  },

  'payment-crediting-inquired': async (stage) => {
    stage.biller.script('register', { kind: 'dropAfter' });
    return finished(stage, await stage.order());
  },

  'payment-reversed': async (stage) => {
    stage.biller.script('register', { kind: 'decline', code: 'account_closed' });
    return finished(stage, await stage.order());
  },

  'payment-resolved-by-person': async (stage) => {
    const order = await stage.order();
    stage.acquirer.script('authorise', { kind: 'dropAfter' });
    stage.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 20);
    await untilAttention(stage, order);
    await stage.client.resolve(order.id, { decision: 'succeeded', note }, manager);
    return finished(stage, order);
  },

  'payment-refund-refused': async (stage) => {
    const order = await stage.order();
    stage.biller.script('register', { kind: 'decline', code: 'account_closed' });
    stage.acquirer.script('refund', { kind: 'decline', code: 'not_authorised' });
    await untilAttention(stage, order);
    await stage.client.resolve(order.id, { decision: 'succeeded', note: 'paid back by transfer' }, manager);
    return finished(stage, order);
  },

  'payment-page-succeeded': async (stage) => {
    const order = await opened(stage);
    await stage.client.news(order.id);
    stage.acquirer.pay(pageOf(order));
    await stage.client.news(order.id);
    return finished(stage, order);
  },

  'payment-page-declined': async (stage) => {
    const order = await opened(stage);
    stage.acquirer.pay(pageOf(order), 'do_not_honour');
    await stage.client.news(order.id);
    return finished(stage, order);
  },

  'payment-page-expired': async (stage) => finished(stage, await opened(stage)),

  'payment-page-late-release': async (stage) => {
    const order = await opened(stage);
    stage.acquirer.pay(pageOf(order));
    stage.acquirer.script('expirePage', { kind: 'serverError' });
    stage.acquirer.script('inquirePage', { kind: 'serverError' });
    return finished(stage, order);
  },

  'payment-page-cancelled': async (stage) => {
    const order = await opened(stage);
    await stage.client.cancel(order.id, channel);
    return finished(stage, order);
  },

  'payment-swept': async (stage) => {
    const order = await stage.order();
    await sweep(stage, 'sweep-before');
    return finished(stage, order);
  },

  'notification-smpp': (stage) => stage.notify({ phone }),

  'notification-twilio': async (stage) => {
    stage.smpp.script('refused');
    return stage.notify({ phone, email });
  },

  'notification-mail': async (stage) => {
    stage.smpp.script('no_receipt');
    stage.twilio.script('failed');
    return stage.notify({ phone, email });
  },

  'notification-no-way': async (stage) => {
    stage.smpp.script('unavailable');
    stage.twilio.script('no_receipt');
    return stage.notify({ phone });
  },

  'register-card-registered': (stage) => registered(stage, 'tok_visa'),
  'register-card-declined': (stage) => registered(stage, 'tok_unknown'),
  'register-card-unknown': (stage) => {
    stage.acquirer.script('registerCard', { kind: 'serverError' }, 3);
    return registered(stage, 'tok_visa');
  },

  sweep: async (stage) => {
    const order = await stage.order();
    await sweep(stage, 'sweep');
    await finished(stage, order);
    return 'sweep';
  },

  // Last: the time-skipping server skips no time any more once a workflow was terminated.
  'payment-page-taken-up-again': async (stage) => {
    const order = await opened(stage);
    await stage.environment.client.workflow.getHandle(order.id).terminate('by operations');
    const { state } = (await stage.store.payments.get(order.id))!;
    await stage.client.restart(order, state);
    stage.acquirer.pay(pageOf(order));
    await stage.client.news(order.id);
    return finished(stage, order);
  },
};

const pageOf = (order: PaymentOrder): string => referenceOf(order.id, 'open_page');

async function finished(stage: Stage, order: PaymentOrder): Promise<string> {
  await stage.run(order);
  return order.id;
}

async function opened(stage: Stage): Promise<PaymentOrder> {
  const order = await stage.pageOrder();
  await stage.client.start(order, { fresh: true, waitMs: 20_000 });
  return order;
}

async function untilAttention(stage: Stage, order: PaymentOrder): Promise<void> {
  await stage.client.start(order, { fresh: true, waitMs: 0 });
  while (!(await stage.store.payments.get(order.id))?.state.attention) await stage.environment.sleep('6h');
}

async function registered(stage: Stage, token: string): Promise<string> {
  const cardId = `card_${token}_${Date.now()}`;
  await stage.client.registerCard({
    cardId,
    customerId: 'cust-1',
    acquirer: 'sandbox',
    token,
    actor: channel,
  });
  return cardId;
}

async function sweep(stage: Stage, workflowId: string): Promise<void> {
  const start = { taskQueue: 'payments', workflowId, args: [0] };
  await stage.environment.client.workflow.execute('sweep', start);
}
