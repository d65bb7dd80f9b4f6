import type { Actor } from '../domain/actors';
import { WORKFLOW_ACTOR } from '../domain/actors';
import { declined, succeeded } from '../domain/outcomes';
import type { RefundAttention, RefundFact, RefundOrder, RefundState } from '../domain/refunds';
import { referenceOfRefund } from '../domain/steps';
import type { RefundStep } from '../domain/steps';
import type { Acquirer } from '../gateways/acquirer/acquirer';
import type { Biller } from '../gateways/biller/biller';
import { performOnce } from './once';
import type { StepBook } from './once';
import { debitCall, refundCall } from './refund-calls';
import type { RefundCall, RefundContext } from './refund-calls';
import { logRefund } from './refund-log';
import type { RefundLogDeps } from './refund-log';

export interface RefundDeps extends RefundLogDeps {
  acquirer(name: string): Acquirer;
  biller(name: string): Biller;
  /** Starts the notification that tells the payer; again is the same as once. */
  startRefundNotice(order: RefundOrder): Promise<void>;
}

export type RefundActivities = ReturnType<typeof createRefundActivities>;

/** The activities of a refund. Like a payment's, each may be run any number of times and acts once. */
export function createRefundActivities(deps: RefundDeps) {
  const step =
    (callOf: (context: RefundContext) => RefundCall) =>
    (order: RefundOrder, state: RefundState): Promise<RefundState> => {
      const acquirer = deps.acquirer(order.acquirer);
      const call = callOf({ order, state, acquirer, biller: deps.biller(order.biller) });
      return performOnce(bookOf(deps, order, call.step), state, call);
    };

  return {
    sendRefund: step(refundCall),
    debitAccount: step(debitCall),

    /** Writes down what people and clocks decided. */
    noteRefund: (order: RefundOrder, state: RefundState, fact: RefundFact, actor: Actor) =>
      logRefund(deps, order, state, fact, actor),

    raiseRefundAttention: (order: RefundOrder, state: RefundState, reason: RefundAttention) =>
      logRefund(deps, order, state, { type: 'attention_raised', reason }, WORKFLOW_ACTOR),

    resolveRefund: (
      order: RefundOrder,
      state: RefundState,
      decision: 'succeeded' | 'declined',
      actor: Actor,
      note: string,
    ) => resolveRefund(deps, order, state, decision, actor, note),

    /** Tells the payer; what becomes of that is the notification's. True once it was asked for. */
    async sendRefundNotice(order: RefundOrder): Promise<true> {
      await deps.startRefundNotice(order);
      return true;
    },
  };
}

function bookOf(deps: RefundDeps, order: RefundOrder, step: RefundStep): StepBook<RefundState, RefundFact> {
  return {
    takeFresh: () => undefined,
    claim: () => deps.refunds.claim(order.id, step, referenceOfRefund(order.id, step)),
    reclaim: (afterAttempt) => deps.refunds.reclaim(order.id, step, afterAttempt),
    adopt: (state) => state,
    log: (state, fact, outcome) => logRefund(deps, order, state, fact, WORKFLOW_ACTOR, { step, outcome }),
    now: () => deps.now(),
  };
}

/**
 * Settles the leg that nobody could, by a person's word. What is settled follows from the refund as the workflow knew it, so
 * that a repetition finds its own fact there, and does nothing.
 */
function resolveRefund(
  deps: RefundDeps,
  order: RefundOrder,
  state: RefundState,
  decision: 'succeeded' | 'declined',
  actor: Actor,
  note: string,
): Promise<RefundState> {
  const settled = settledBy(order, state, decision, note);
  if (!settled) {
    const cleared: RefundFact = { type: 'attention_cleared', of: state.attention, actor, note };
    return logRefund(deps, order, state, cleared, actor);
  }
  const outcome =
    decision === 'succeeded'
      ? succeeded({ externalId: `${order.id}.resolved` })
      : declined('resolved_by_person');
  return logRefund(deps, order, state, settled.fact, actor, { step: settled.step, outcome });
}

function settledBy(
  order: RefundOrder,
  state: RefundState,
  decision: 'succeeded' | 'declined',
  note: string,
): { step: RefundStep; fact: RefundFact } | undefined {
  if (state.attention === 'outcome_contradicts') return undefined;
  const externalId = `${order.id}.resolved`;
  if (state.status === 'approved') {
    return decision === 'succeeded'
      ? { step: 'refund', fact: { type: 'refunding_succeeded', externalId, note } }
      : { step: 'refund', fact: { type: 'refunding_declined', code: 'resolved_by_person', note } };
  }
  // The card has its money already: all that a person can say then is that the account was debited by hand.
  return state.status === 'refunded' && decision === 'succeeded'
    ? { step: 'debit', fact: { type: 'debiting_succeeded', externalId, note } }
    : undefined;
}
