import { MockActivityEnvironment } from '@temporalio/testing';
import { log } from '../../activities/log';
import { logRefund } from '../../activities/refund-log';
import { FreshIntents, FundingAnswers } from '../../client/handoff';
import { WORKFLOW_ACTOR } from '../../domain/actors';
import type { PaymentOrder } from '../../domain/orders';
import type { Fact, PaymentState } from '../../domain/payments';
import type { RefundFact, RefundOrder, RefundState } from '../../domain/refunds';
import type { Store } from '../../store/interfaces/store';

/** An attempt that was given up long ago, when the payment stood so, has its answer now. */
export async function lateAnswer(
  { payments }: Store,
  order: PaymentOrder,
  known: PaymentState,
  fact: Fact,
): Promise<void> {
  const deps = { payments, freshIntents: new FreshIntents(), answers: new FundingAnswers(), now: Date.now };
  await new MockActivityEnvironment().run(() => log(deps, order, known, fact, WORKFLOW_ACTOR));
}

/** The same of a refund. */
export async function lateRefundAnswer(
  { refunds }: Store,
  order: RefundOrder,
  known: RefundState,
  fact: RefundFact,
): Promise<void> {
  const deps = { refunds, now: Date.now };
  await new MockActivityEnvironment().run(() => logRefund(deps, order, known, fact, WORKFLOW_ACTOR));
}
