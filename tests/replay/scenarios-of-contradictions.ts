import { setTimeout as delay } from 'node:timers/promises';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import { lateAnswer, lateRefundAnswer } from '../support/late-answers';
import { refundState } from '../../workflows/messages';
import type { Stage } from './stage';
import { ALL_INQUIRIES, asked, finished, manager, until, verdict } from './walking';
import type { Scenarios } from './walking';
import { uncredited } from './scenarios-of-trouble';

/** Outcomes that exclude each other: somebody said otherwise before the late one came. */
export const CONTRADICTIONS = {
  // First the contradiction, and then whether the card has its money back.
  'payment-contradiction': async (stage) => {
    const { order, known } = await reversing(stage);
    await asked(stage, order, 'reversal_unresolved');
    await lateAnswer(stage.store, order, known, { type: 'crediting_succeeded', externalId: 'reg_1' });
    await stage.client.resolve(order.id, verdict, manager);
    await asked(stage, order, 'outcome_contradicts');
    await stage.client.resolve(order.id, verdict, manager);
    await asked(stage, order, 'reversal_unresolved');
    await stage.client.resolve(order.id, { ...verdict, decision: 'succeeded' }, manager);
    return finished(stage, order);
  },

  'payment-reversal-unresolved': async (stage) => {
    const { order } = await reversing(stage);
    await asked(stage, order, 'reversal_unresolved');
    await stage.client.resolve(order.id, { ...verdict, decision: 'succeeded' }, manager);
    return finished(stage, order);
  },

  // It came when the payment's workflow had ended.
  'payment-contradiction-taken-up': async (stage) => {
    const order = await stage.order();
    stage.acquirer.script('authorise', { kind: 'dropBefore' });
    stage.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, ALL_INQUIRIES);
    await stage.client.start(order, { fresh: true, waitMs: 0 });
    await asked(stage, order, 'funding_unresolved');
    const known = await inStore(stage, order);
    await stage.client.resolve(order.id, verdict, manager);
    await stage.environment.client.workflow.getHandle(order.id).result();
    await lateAnswer(stage.store, order, known, { type: 'funding_succeeded', externalId: 'auth_1' });
    await stage.client.restart(order, await inStore(stage, order));
    await asked(stage, order, 'outcome_contradicts');
    await stage.client.resolve(order.id, verdict, manager);
    await stage.environment.client.workflow.getHandle(order.id).result();
    return order.id;
  },

  'refund-contradiction': async (stage) => {
    const order = await stage.refund();
    const running = stage.environment.client.workflow.getHandle(order.id);
    const current = async () => (await stage.store.refunds.get(order.id))!.state;
    const untilAsked = async (): Promise<void> => {
      while (!(await current()).attention) await stage.environment.sleep('6h');
      await until(async () => (await running.query(refundState)).attention !== undefined);
    };
    await stage.refunds.start(order);
    stage.acquirer.script('refund', { kind: 'dropBefore' });
    stage.acquirer.script('inquire', { kind: 'serverError' }, ALL_INQUIRIES);
    await stage.refunds.approve(order.id, { actor: manager });
    await untilAsked();
    const known = await current();
    await stage.refunds.resolve(order.id, verdict, manager);
    await running.result();
    await lateRefundAnswer(stage.store, order, known, { type: 'refunding_succeeded', externalId: 'ref_1' });
    await stage.refunds.restart(order, await current());
    await untilAsked();
    await stage.refunds.resolve(order.id, verdict, manager);
    await running.result();
    return order.id;
  },
} satisfies Partial<Scenarios>;

const inStore = async (stage: Stage, { id }: PaymentOrder): Promise<PaymentState> =>
  (await stage.store.payments.get(id))!.state;

/** A person said that it was not credited, and nobody knows whether the card has its money back. */
async function reversing(stage: Stage): Promise<{ order: PaymentOrder; known: PaymentState }> {
  const order = await uncredited(stage);
  const known = await inStore(stage, order);
  stage.acquirer.script('refund', { kind: 'dropBefore' });
  stage.acquirer.script('inquire', { kind: 'serverError' }, ALL_INQUIRIES);
  await stage.client.resolve(order.id, verdict, manager);
  while ((await inStore(stage, order)).reversal.status !== 'unknown') await delay(5);
  return { order, known };
}
