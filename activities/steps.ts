import { WORKFLOW_ACTOR } from '../domain/actors';
import type { PaymentOrder } from '../domain/orders';
import type { Fact, PaymentState } from '../domain/payments';
import { referenceOf } from '../domain/steps';
import type { Step } from '../domain/steps';
import { adopt, log } from './log';
import type { LogDeps } from './log';
import { performOnce } from './once';
import type { OutsideCall, StepBook } from './once';

/** One of a payment's calls to an outside system. */
export interface StepCall extends OutsideCall<Fact> {
  step: Step;
}

/** Performs a payment's step at most once, and writes its outcome into the payment's log. */
export function perform(
  deps: LogDeps,
  order: PaymentOrder,
  state: PaymentState,
  call: StepCall,
): Promise<PaymentState> {
  return performOnce(bookOf(deps, order, call.step), state, call);
}

function bookOf(deps: LogDeps, order: PaymentOrder, step: Step): StepBook<PaymentState, Fact> {
  const reference = referenceOf(order.id, step);
  return {
    takeFresh: () => deps.freshIntents.take(reference),
    claim: () => deps.payments.claim(order.id, step, reference),
    reclaim: (afterAttempt) => deps.payments.reclaim(order.id, step, afterAttempt),
    adopt: (state) => adopt(deps, order, state),
    log: (state, fact, outcome) => log(deps, order, state, fact, WORKFLOW_ACTOR, { step, outcome }),
    now: () => deps.now(),
  };
}
