import type { RefundOrder } from '../../domain/refunds';
import { refundState } from '../../workflows/messages';
import type { Stage } from './stage';
import { ALL_INQUIRIES, manager, startNoMessage, until } from './walking';
import type { Scenarios } from './walking';

const asker = { kind: 'user', id: 'olga' } as const;
const note = 'seen in the acquirer’s back office';

/** Money that goes back, or does not. */
export const REFUNDS = {
  'refund-succeeded': async (stage) => {
    const payment = await stage.order({}, { receipt: { phone: '+35799000001' } });
    await stage.run(payment);
    return approved(stage, await asked(stage, await stage.refund({}, payment)));
  },

  'refund-notice-asked-again': async (stage) => {
    const payment = await stage.order({}, { receipt: { phone: '+35799000001' } });
    await stage.run(payment);
    const order = await asked(stage, await stage.refund({}, payment));
    startNoMessage(stage);
    return approved(stage, order);
  },

  'refund-rejected': async (stage) => {
    const order = await asked(stage);
    await stage.refunds.reject(order.id, { actor: manager, note: 'no grounds' });
    return ended(stage, order);
  },

  'refund-cancelled': async (stage) => {
    const order = await asked(stage);
    await stage.refunds.cancel(order.id, asker);
    return ended(stage, order);
  },

  'refund-expired': async (stage) => ended(stage, await asked(stage)),

  'refund-escalated': async (stage) => {
    const order = await asked(stage);
    await stage.environment.sleep('2 days');
    return approved(stage, order);
  },

  'refund-declined': async (stage) => {
    const order = await asked(stage);
    stage.acquirer.script('refund', { kind: 'decline', code: 'not_authorised' });
    return approved(stage, order);
  },

  'refund-inquired': async (stage) => {
    const order = await asked(stage);
    stage.acquirer.script('refund', { kind: 'dropAfter' });
    return approved(stage, order);
  },

  'refund-debit-inquired': async (stage) => {
    const order = await asked(stage);
    stage.biller.script('reverse', { kind: 'dropAfter' });
    return approved(stage, order);
  },

  'refund-by-person': async (stage) => {
    const order = await asked(stage);
    stage.acquirer.script('refund', { kind: 'dropBefore' });
    stage.acquirer.script('inquire', { kind: 'serverError' }, ALL_INQUIRIES);
    return resolved(stage, order, 'declined');
  },

  'refund-asked-again': async (stage) => {
    const order = await asked(stage);
    stage.acquirer.script('refund', { kind: 'dropAfter' });
    stage.acquirer.script('inquire', { kind: 'serverError' }, ALL_INQUIRIES);
    return resolved(stage, order, 'ask_again');
  },

  'refund-debit-refused': async (stage) => {
    const order = await asked(stage);
    stage.biller.script('reverse', { kind: 'decline', code: 'account_closed' });
    return resolved(stage, order, 'succeeded');
  },

  'refund-debit-by-person': async (stage) => {
    const order = await asked(stage);
    stage.biller.script('reverse', { kind: 'dropBefore' });
    stage.biller.script('inquire', { kind: 'serverError' }, ALL_INQUIRIES);
    return resolved(stage, order, 'succeeded');
  },

  'refund-batched': async (stage) => {
    const order = await asked(stage);
    await stage.refunds.approve(order.id, { actor: manager, batch: true });
    await stage.refunds.dispatch(order, (await stage.store.refunds.get(order.id))!.state);
    return ended(stage, order);
  },

  'refund-batched-cancelled': async (stage) => {
    const order = await asked(stage);
    await stage.refunds.approve(order.id, { actor: manager, batch: true });
    await stage.refunds.cancel(order.id, asker);
    return ended(stage, order);
  },
} satisfies Partial<Scenarios>;

async function asked(stage: Stage, of?: RefundOrder): Promise<RefundOrder> {
  const order = of ?? (await stage.refund());
  await stage.refunds.start(order);
  return order;
}

async function approved(stage: Stage, order: RefundOrder): Promise<string> {
  await stage.refunds.approve(order.id, { actor: manager, note: 'checked' });
  return ended(stage, order);
}

async function resolved(
  stage: Stage,
  order: RefundOrder,
  decision: 'succeeded' | 'declined' | 'ask_again',
): Promise<string> {
  await stage.refunds.approve(order.id, { actor: manager });
  const running = stage.environment.client.workflow.getHandle(order.id);
  while (!(await stage.store.refunds.get(order.id))?.state.attention) await stage.environment.sleep('6h');
  await until(async () => (await running.query(refundState)).attention !== undefined);
  await stage.refunds.resolve(order.id, { decision, note }, manager);
  return ended(stage, order);
}

async function ended({ environment }: Stage, { id }: RefundOrder): Promise<string> {
  await environment.client.workflow.getHandle(id).result();
  return id;
}
