import { activityInfo } from '@temporalio/activity';
import type { Actor } from '../domain/actors';
import { WORKFLOW_ACTOR } from '../domain/actors';
import { postingsFor } from '../domain/ledger';
import type { PaymentOrder } from '../domain/orders';
import type { Inquiry, Outcome } from '../domain/outcomes';
import { declined, unknown } from '../domain/outcomes';
import { IllegalFact, apply } from '../domain/payments';
import type { Fact, PaymentState } from '../domain/payments';
import { referenceOf } from '../domain/steps';
import type { Step } from '../domain/steps';
import type { Change, Claim, PaymentStore } from '../store/interfaces';

/** What the steps of a payment are made with. */
export interface StepDeps {
  payments: PaymentStore;
  /** Intents that this very process wrote for itself. */
  freshIntents: { put(reference: string): void; take(reference: string): number | undefined };
  /** Tells whoever waits in this process; called only after the store has it. */
  answers: { publish(paymentId: string, state: PaymentState): void };
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What a call brings that is worth keeping: the other side's id, or a page's address. */
export interface Answer {
  externalId?: string;
  url?: string;
}

/** One call to an outside system, and how its outcome reads in the payment's log. */
export interface StepCall {
  step: Step;
  /** Sends it. At most one attempt is ever under way; where something else comes first, it asks again whether it may. */
  send(mayStill: () => boolean): Promise<Outcome<Answer>>;
  /** Asks what became of it. */
  inquire(): Promise<Inquiry<Answer>>;
  absentAfterMs: number;
  /** Asked when it surely never arrived: true where it is too late to send it again. */
  tooLate?(): boolean;
  /** Undefined where there is nothing new to write. */
  factOf(outcome: Outcome<Answer>): Fact | undefined;
}

/** The step that a fact calls for: its intent is written along with the fact. */
const NEXT: Partial<Record<Fact['type'], Step>> = {
  payer_authorised: 'capture',
  funding_succeeded: 'credit',
  crediting_declined: 'reverse',
};

const ANSWERS: readonly Fact['type'][] = ['page_opened', 'funding_succeeded', 'funding_declined'];

/**
 * Performs a step at most once, whoever calls it and however often: the right to send is taken in the store
 * (or was taken a moment ago by this process), and where an earlier attempt left no outcome, it asks first.
 * Both the local happy path and the remote troubled one come here.
 */
export async function perform(
  deps: StepDeps,
  order: PaymentOrder,
  state: PaymentState,
  call: StepCall,
): Promise<PaymentState> {
  const reference = referenceOf(order.id, call.step);
  const since = deps.freshIntents.take(reference);
  if (since !== undefined && isInTime(deps, call, since)) {
    return settle(deps, order, state, call, await sendSince(deps, call, since));
  }
  const asked = deps.now();
  const claim = await deps.payments.claim(order.id, call.step, reference);
  if (claim.kind === 'settled') return adopt(deps, order, claim.record.state);
  const outcome =
    claim.kind === 'claimed' ? await sendSince(deps, call, asked) : await ask(deps, order, call, claim);
  return settle(deps, order, state, call, outcome);
}

/**
 * A process that was held up between taking a call and sending it (a long pause, a long queue) must not send it when
 * others may already have taken it for one that never arrived.
 */
function isInTime(deps: StepDeps, call: StepCall, since: number): boolean {
  return deps.now() - since <= Math.max(call.absentAfterMs / 2, 1000);
}

function sendSince(deps: StepDeps, call: StepCall, since: number): Promise<Outcome<Answer>> {
  const mayStill = (): boolean => isInTime(deps, call, since);
  return mayStill() ? call.send(mayStill) : Promise.resolve(unknown('not_final'));
}

async function ask(
  deps: StepDeps,
  order: PaymentOrder,
  call: StepCall,
  claim: Extract<Claim, { kind: 'sent' }>,
): Promise<Outcome<Answer>> {
  const answer = await call.inquire();
  if (answer.kind !== 'absent') return answer;
  // It may still be on its way: "never seen" counts only when nothing can arrive any more.
  if (claim.sentMsAgo < call.absentAfterMs) return unknown('not_final');
  const asked = deps.now();
  const mine = await deps.payments.reclaim(order.id, call.step, claim.attempt);
  if (!mine) return unknown('not_final');
  return call.tooLate?.() ? declined('acquirer_unavailable') : sendSince(deps, call, asked);
}

async function settle(
  deps: StepDeps,
  order: PaymentOrder,
  state: PaymentState,
  call: StepCall,
  outcome: Outcome<Answer>,
): Promise<PaymentState> {
  const fact = call.factOf(outcome);
  if (!fact) return state;
  return log(deps, order, state, fact, WORKFLOW_ACTOR, { step: call.step, outcome });
}

/**
 * Writes a fact with its postings and the next intent, in one round trip. Where the payment has moved on meanwhile
 * (an attempt given up here finished after all) the fact is applied to what is there now, or, where it no longer fits, dropped:
 * what the store has is what happened first.
 */
export async function log(
  deps: StepDeps,
  order: PaymentOrder,
  from: PaymentState,
  fact: Fact,
  actor: Actor,
  settles?: Change['settles'],
): Promise<PaymentState> {
  let state = from;
  for (let first = true; ; first = false) {
    const to = applied(state, fact, first);
    if (!to) return adopt(deps, order, state);
    const next = nextIntent(order, fact);
    const result = await deps.payments.record({
      order,
      fact,
      actor,
      to,
      postings: postingsFor(order, fact.type),
      settles,
      next,
    });
    if (result === 'recorded') {
      if (next?.status === 'sent') deps.freshIntents.put(next.reference);
      return adopt(deps, order, to, fact);
    }
    const current = await deps.payments.get(order.id);
    if (!current) throw new Error(`payment ${order.id} is not in the store`);
    state = current.state;
  }
}

function applied(state: PaymentState, fact: Fact, first: boolean): PaymentState | undefined {
  try {
    return apply(state, fact);
  } catch (error) {
    if (!first && error instanceof IllegalFact) return undefined;
    throw error;
  }
}

/** A local activity is followed in this same process by the next one: its intent is taken for it in the same write. */
function nextIntent(order: PaymentOrder, fact: Fact): Change['next'] {
  const step = NEXT[fact.type];
  if (!step) return undefined;
  const status = activityInfo().isLocal && step === 'credit' ? 'sent' : 'ready';
  return { step, reference: referenceOf(order.id, step), status };
}

function adopt(deps: StepDeps, order: PaymentOrder, state: PaymentState, fact?: Fact): PaymentState {
  if (!fact || ANSWERS.includes(fact.type)) {
    if (state.status !== 'processing') deps.answers.publish(order.id, state);
  }
  return state;
}
