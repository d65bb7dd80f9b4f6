import type { Leg } from '../domain/legs';
import type { Outcome } from '../domain/outcomes';
import type { RefundFact, RefundOrder, RefundState } from '../domain/refunds';
import { referenceOf, referenceOfRefund } from '../domain/steps';
import type { RefundStep } from '../domain/steps';
import type { Acquirer } from '../gateways/acquirer/acquirer';
import type { Biller } from '../gateways/biller/biller';
import type { Answer, OutsideCall } from './once';

/** One of a refund's calls to an outside system. */
export interface RefundCall extends OutsideCall<RefundFact> {
  step: RefundStep;
}

/** What the calls of one refund need. */
export interface RefundContext {
  order: RefundOrder;
  state: RefundState;
  acquirer: Acquirer;
  biller: Biller;
}

/** Gives the card its money back, in full or in part. */
export function refundCall({ order, state, acquirer }: RefundContext): RefundCall {
  const names = {
    reference: referenceOfRefund(order.id, 'refund'),
    authorisation: referenceOf(order.paymentId, 'fund'),
    authorisationId: order.authorisationId,
  };
  return {
    step: 'refund',
    send: ({ signal }) => acquirer.refund({ ...names, amount: order.amount }, { signal }),
    inquire: () => acquirer.inquire('refund', names),
    absentAfterMs: acquirer.absentAfterMs,
    factOf: (outcome) => {
      if (outcome.kind === 'succeeded') {
        return { type: 'refunding_succeeded', externalId: outcome.value.externalId ?? names.reference };
      }
      if (outcome.kind === 'declined') return { type: 'refunding_declined', code: outcome.code };
      return once(state.refunding, { type: 'refunding_unknown', reason: outcome.reason });
    },
  };
}

/** Takes what was given back off the customer's account. */
export function debitCall({ order, state, biller }: RefundContext): RefundCall {
  const reference = referenceOfRefund(order.id, 'debit');
  const registration = referenceOf(order.paymentId, 'credit');
  return {
    step: 'debit',
    send: ({ signal }) => biller.reverse({ reference, registration, amount: order.amount }, { signal }),
    inquire: () => biller.inquire(reference),
    absentAfterMs: biller.absentAfterMs,
    factOf: (outcome) => debitFact(outcome, state, reference),
  };
}

function debitFact(
  outcome: Outcome<Answer>,
  { debiting }: RefundState,
  reference: string,
): RefundFact | undefined {
  if (outcome.kind === 'succeeded') {
    return { type: 'debiting_succeeded', externalId: outcome.value.externalId ?? reference };
  }
  if (outcome.kind === 'declined') return { type: 'debiting_declined', code: outcome.code };
  return once(debiting, { type: 'debiting_unknown', reason: outcome.reason });
}

/** The log says that a leg is unknown when it becomes so, not at every inquiry. */
function once(leg: Leg, fact: RefundFact): RefundFact | undefined {
  return leg.status === 'unknown' ? undefined : fact;
}
