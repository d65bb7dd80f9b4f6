import { CONTRADICTIONS } from './scenarios-of-contradictions';
import { NOTIFICATIONS } from './scenarios-of-notifications';
import { BATCHES, LINES } from './scenarios-of-outages';
import { PAGES } from './scenarios-of-pages';
import { REFUNDS } from './scenarios-of-refunds';
import { TROUBLE, uncredited } from './scenarios-of-trouble';
import { WEBHOOKS } from './scenarios-of-webhooks';
import type { Stage } from './stage';
import { channel, decided, finished, opened, pageOf, takenUpAgain } from './walking';
import type { Scenarios } from './walking';

export const SCENARIOS: Scenarios = {
  'payment-card-declined': async (stage) => finished(stage, await stage.order({ token: 'tok_card_expired' })),

  ...TROUBLE,
  ...CONTRADICTIONS,
  ...NOTIFICATIONS,
  ...PAGES,
  ...WEBHOOKS,
  ...BATCHES,
  ...REFUNDS,

  'payment-swept': async (stage) => {
    const order = await stage.order();
    await sweep(stage, 'sweep-before');
    return finished(stage, order);
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

  // Last, and in this order: the time-skipping server skips no time any more once a workflow was terminated.
  'payment-attention-taken-up-again': async (stage) => {
    const order = await uncredited(stage);
    await takenUpAgain(stage, order);
    return decided(stage, order, 'succeeded');
  },

  'payment-page-taken-up-again': async (stage) => {
    const order = await opened(stage);
    await takenUpAgain(stage, order);
    stage.acquirer.pay(pageOf(order));
    await stage.client.news(order.id);
    return finished(stage, order);
  },

  ...LINES,
};

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
