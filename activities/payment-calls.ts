import type { PaymentOrder } from '../domain/orders';
import type { Outcome } from '../domain/outcomes';
import { declined, unknown } from '../domain/outcomes';
import type { Leg } from '../domain/legs';
import type { Fact, PaymentState } from '../domain/payments';
import { FUNDING_DEADLINE } from '../domain/schedules';
import { referenceOf } from '../domain/steps';
import type { Step } from '../domain/steps';
import type { Acquirer, ReleaseRequest } from '../gateways/acquirer/acquirer';
import type { Biller } from '../gateways/biller/biller';
import type { Answer } from './once';
import type { StepCall } from './steps';

/** What the calls of one payment need: the payment, and who is on the other side of each leg. */
export interface CallContext {
  order: PaymentOrder;
  state: PaymentState;
  acquirer: Acquirer;
  biller: Biller;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Charges the registered card, or the one whose number is in the vault, if the biller knows the account: money that can't be credited is better not taken. */
export function fundCall({ order, state, acquirer, biller, now }: CallContext): StepCall {
  const reference = referenceOf(order.id, 'fund');
  return {
    step: 'fund',
    send: async ({ signal, isOver }) => {
      const refusal = await refusalOf(order, biller, signal);
      if (refusal) return refusal;
      const charge = { reference, amount: order.amount, ...cardOf(order), capture: true };
      return isOver() ? unknown('not_final') : acquirer.authorise(charge, { signal });
    },
    inquire: () => acquirer.inquireAuthorisation(reference),
    absentAfterMs: acquirer.absentAfterMs,
    tooLate: () => isTooLate(order, now),
    factOf: (outcome) => fundingFact(outcome, state.funding),
  };
}

/** Takes the money that the payer authorised on the hosted page. */
export function captureCall({ order, state, acquirer }: CallContext): StepCall {
  const names = laterNames(order, 'capture', state.funding.externalId);
  return {
    step: 'capture',
    send: ({ signal }) => acquirer.capture({ ...names, amount: order.amount }, { signal }),
    inquire: () => acquirer.inquire('capture', names),
    absentAfterMs: acquirer.absentAfterMs,
    factOf: (outcome) => fundingFact(outcome, state.funding),
  };
}

/** Registers the payment with the biller as a credit adjustment. */
export function creditCall({ order, state, biller }: CallContext): StepCall {
  const reference = referenceOf(order.id, 'credit');
  return {
    step: 'credit',
    send: ({ signal }) => {
      const { account, amount, channel, createdAt: paidAt } = order;
      return biller.register({ reference, account, amount, paidAt, channel }, { signal });
    },
    inquire: () => biller.inquire(reference),
    absentAfterMs: biller.absentAfterMs,
    factOf: (outcome) => {
      if (outcome.kind === 'succeeded') {
        return { type: 'crediting_succeeded', externalId: outcome.value.externalId ?? reference };
      }
      if (outcome.kind === 'declined') return { type: 'crediting_declined', code: outcome.code };
      return once(state.crediting, { type: 'crediting_unknown', reason: outcome.reason });
    },
  };
}

/** Gives the card's money back after the biller refused the payment for good. */
export function reverseCall({ order, state, acquirer }: CallContext): StepCall {
  const names = laterNames(order, 'reverse', state.funding.externalId);
  return {
    step: 'reverse',
    send: ({ signal }) => acquirer.refund({ ...names, amount: order.amount }, { signal }),
    inquire: () => acquirer.inquire('refund', names),
    absentAfterMs: acquirer.absentAfterMs,
    factOf: (outcome) => {
      if (outcome.kind === 'succeeded') {
        return { type: 'reversal_succeeded', externalId: outcome.value.externalId ?? names.reference };
      }
      if (outcome.kind === 'declined') return { type: 'reversal_declined', code: outcome.code };
      return once(state.reversal, { type: 'reversal_unknown', reason: outcome.reason });
    },
  };
}

/** Lets go of what the payer authorised after the page was closed. */
export function releaseCall({ order, acquirer }: CallContext, authorisationId: string): StepCall {
  const names = laterNames(order, 'release', authorisationId);
  return {
    step: 'release',
    send: ({ signal }) => acquirer.release(names, { signal }),
    inquire: () => acquirer.inquire('release', names),
    absentAfterMs: acquirer.absentAfterMs,
    factOf: (outcome) => (outcome.kind === 'succeeded' ? { type: 'late_authorisation_released' } : undefined),
  };
}

/** Opens the hosted card page. No money moves here, so a page that could not be had in time is a plain decline. */
export function openPageCall(
  { order, state, acquirer, biller, now }: CallContext,
  urls: { returnUrl: string; callbackUrl: string },
): StepCall {
  const { source } = order;
  if (source.type !== 'hosted_page') throw new Error(`payment ${order.id} has no hosted page`);
  const page = {
    reference: referenceOf(order.id, 'open_page'),
    amount: order.amount,
    expiresAt: source.expiresAt,
    saveCard: source.saveCard,
    ...urls,
  };
  const tooLate = (): boolean => isTooLate(order, now);
  const open = async (): Promise<Outcome<Answer>> => {
    const opened = await acquirer.openPage(page);
    return opened.kind === 'unknown' && tooLate() ? declined('acquirer_unavailable') : opened;
  };
  return {
    step: 'open_page',
    send: async ({ signal }) => (await refusalOf(order, biller, signal)) ?? open(),
    tooLate,
    // The same reference gives the same page, so opening again is how one asks.
    inquire: open,
    absentAfterMs: acquirer.absentAfterMs,
    factOf: (outcome) => {
      if (outcome.kind !== 'succeeded') return fundingFact(outcome, state.funding);
      return { type: 'page_opened', url: outcome.value.url ?? '', externalId: outcome.value.externalId };
    },
  };
}

/**
 * A payer does not wait longer: what has not reached the acquirer by now must not reach it any more. What was batched is
 * sent however late that is: so it was agreed with the payer.
 */
function isTooLate(order: PaymentOrder, now: () => number): boolean {
  if (order.batched) return false;
  return now() - Date.parse(order.createdAt) > FUNDING_DEADLINE;
}

function laterNames(order: PaymentOrder, step: Step, authorisationId: string | undefined): ReleaseRequest {
  return {
    reference: referenceOf(order.id, step),
    authorisation: referenceOf(order.id, 'fund'),
    authorisationId,
  };
}

function fundingFact(outcome: Outcome<Answer>, leg: Leg): Fact | undefined {
  if (outcome.kind === 'succeeded') {
    return { type: 'funding_succeeded', externalId: outcome.value.externalId ?? '' };
  }
  if (outcome.kind === 'declined') return { type: 'funding_declined', code: outcome.code };
  return once(leg, { type: 'funding_unknown', reason: outcome.reason });
}

/** The log says that a leg is unknown when it becomes so, not at every inquiry. */
function once(leg: Leg, fact: Fact): Fact | undefined {
  return leg.status === 'unknown' ? undefined : fact;
}

/** Why the biller would refuse the payment; undefined where it would not, or can't be asked just now. */
async function refusalOf(
  order: PaymentOrder,
  biller: Biller,
  signal: AbortSignal,
): Promise<Outcome<never> | undefined> {
  const who = await biller.identify(order.account, { signal });
  if (who.kind === 'declined') return who;
  if (who.kind === 'unknown') return undefined;
  if (who.value.status === 'closed') return declined('account_closed');
  if (who.value.currency !== order.amount.currency) return declined('currency_mismatch');
  return undefined;
}

function cardOf({ id, source }: PaymentOrder): { token: string } | { vaultToken: string } {
  if (source.type === 'hosted_page') throw new Error(`payment ${id} has no card of its own`);
  return source.type === 'card' ? { token: source.token } : { vaultToken: source.vaultToken };
}
