import type { Actor } from '../domain/actors';
import { WORKFLOW_ACTOR } from '../domain/actors';
import type { PaymentOrder } from '../domain/orders';
import type { AttentionReason, Fact, PaymentState } from '../domain/payments';
import type { Biller } from '../gateways/biller/biller';
import type { CardVault } from '../gateways/vault/vault';
import { eraseCard } from './card-erasure';
import { decide } from './decisions';
import { log } from './log';
import { checkPage, closePage, releaseLateResult } from './pages';
import type { Closing, PageDeps } from './pages';
import * as calls from './payment-calls';
import { perform } from './steps';
import type { StepCall } from './steps';

export interface PaymentDeps extends PageDeps {
  biller(name: string): Biller;
  /** Undefined where none is set up, or this process has no part in it. */
  vault?: CardVault;
  /** Starts the notification workflow for a payment that succeeded; again is the same as once. */
  startReceipt(order: PaymentOrder): Promise<void>;
  /** Where payers and acquirers reach the API, without a slash at the end. */
  publicUrl: string;
}

export type PaymentActivities = ReturnType<typeof createPaymentActivities>;

/**
 * The activities of a payment. Each takes the payment as the workflow knows it and returns it as it stands
 * afterwards; each may be run any number of times, locally or remotely, and acts once.
 * Throws only what is worth another try (a store that can't be reached), or what a person must mend (a gateway that is
 * not set up any more).
 */
export function createPaymentActivities(deps: PaymentDeps) {
  const context = (order: PaymentOrder, state: PaymentState): calls.CallContext => ({
    order,
    state,
    acquirer: deps.acquirer(order.acquirer),
    biller: deps.biller(order.biller),
    now: deps.now,
  });
  const step =
    (callOf: (context: calls.CallContext) => StepCall) =>
    (order: PaymentOrder, state: PaymentState): Promise<PaymentState> =>
      perform(deps, order, state, callOf(context(order, state)));

  return {
    fund: step(calls.fundCall),
    openPage: step((c) => calls.openPageCall(c, urlsOf(deps.publicUrl, c.order))),
    capture: step(calls.captureCall),
    credit: step(calls.creditCall),
    reverse: step(calls.reverseCall),

    checkPage: (order: PaymentOrder, state: PaymentState) => checkPage(deps, order, state),
    closePage: (order: PaymentOrder, state: PaymentState, closing: Closing) =>
      closePage(deps, order, state, closing),
    releaseLateResult: (order: PaymentOrder, state: PaymentState) =>
      releaseLateResult(deps, context(order, state)),

    /** Writes down what people and clocks decided. */
    note: (order: PaymentOrder, state: PaymentState, fact: Fact, actor: Actor) =>
      log(deps, order, state, fact, actor),

    raiseAttention: (order: PaymentOrder, state: PaymentState, reason: AttentionReason) =>
      log(deps, order, state, { type: 'attention_raised', reason }, WORKFLOW_ACTOR),
    decide: (
      order: PaymentOrder,
      state: PaymentState,
      decision: 'succeeded' | 'declined',
      actor: Actor,
      note: string,
    ) => decide(deps, order, state, decision, actor, note),

    /** Has the vault forget the number that was keyed in; again is the same as once. Throws until the vault has done so. */
    eraseCard: (order: PaymentOrder) => eraseCard(deps, order),

    /** Asks for the receipt; what becomes of it is the notification's, never the payment's. True once it was asked for. */
    async sendReceipt(order: PaymentOrder): Promise<true> {
      await deps.startReceipt(order);
      return true;
    },
  };
}

function urlsOf(publicUrl: string, order: PaymentOrder): { returnUrl: string; callbackUrl: string } {
  return {
    returnUrl: `${publicUrl}/v1/payments/${order.id}/return`,
    callbackUrl: `${publicUrl}/v1/callbacks/acquirers/${order.acquirer}`,
  };
}
