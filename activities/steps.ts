import { WORKFLOW_ACTOR } from '../domain/actors';
import type { PaymentOrder } from '../domain/orders';
import type { Inquiry, Outcome } from '../domain/outcomes';
import { declined, unknown } from '../domain/outcomes';
import type { Fact, PaymentState } from '../domain/payments';
import { referenceOf } from '../domain/steps';
import type { Step } from '../domain/steps';
import type { Claim } from '../store/interfaces/payments';
import { adopt, log } from './log';
import type { LogDeps } from './log';

/** What a call brings that is worth keeping: the other side's id, or a page's address. */
export interface Answer {
  externalId?: string;
  url?: string;
}

/** How long a call may still leave. */
export interface SendingTime {
  signal: AbortSignal;
  /** By the clock: after a process was frozen, the signal's timer may come later than what was waited for. */
  isOver(): boolean;
}

/** One call to an outside system, and how its outcome reads in the payment's log. */
export interface StepCall {
  step: Step;
  /** Sends it. At most one attempt is ever under way; what has not left when its time is over must not leave any more. */
  send(time: SendingTime): Promise<Outcome<Answer>>;
  /** Asks what became of it. */
  inquire(): Promise<Inquiry<Answer>>;
  absentAfterMs: number;
  /** Asked when it surely has not left, or never arrived: true where it is too late to send it. */
  tooLate?(): boolean;
  /** Undefined where there is nothing new to write. */
  factOf(outcome: Outcome<Answer>): Fact | undefined;
}

/**
 * Performs a step at most once, whoever calls it and however often: the right to send is taken in the store
 * (or was taken a moment ago by this process), and where an earlier attempt left no outcome, it asks first.
 * Both the local happy path and the remote troubled one come here.
 */
export async function perform(
  deps: LogDeps,
  order: PaymentOrder,
  state: PaymentState,
  call: StepCall,
): Promise<PaymentState> {
  const reference = referenceOf(order.id, call.step);
  const since = deps.freshIntents.take(reference);
  if (since !== undefined && timeLeft(deps, call, since) > 0) {
    return settle(deps, order, state, call, await send(deps, call, since));
  }
  const asked = deps.now();
  const claim = await deps.payments.claim(order.id, call.step, reference);
  if (claim.kind === 'settled') return adopt(deps, order, claim.record.state);
  const outcome =
    claim.kind === 'claimed' ? await send(deps, call, asked) : await ask(deps, order, call, claim);
  return settle(deps, order, state, call, outcome);
}

/**
 * Milliseconds in which a call that was taken at `since` may still leave. A process that was held up (a long pause, a long
 * queue) must not send when others may already have taken the call for one that never arrived.
 */
function timeLeft(deps: LogDeps, call: StepCall, since: number): number {
  return since + Math.max(call.absentAfterMs / 2, 1000) - deps.now();
}

async function send(deps: LogDeps, call: StepCall, since: number): Promise<Outcome<Answer>> {
  // Nobody waits for it any more, and nothing has left yet: this is the moment to say no.
  if (call.tooLate?.()) return declined('acquirer_unavailable');
  const left = timeLeft(deps, call, since);
  if (left <= 0) return unknown('not_final');
  const isOver = (): boolean => timeLeft(deps, call, since) <= 0 || call.tooLate?.() === true;
  return call.send({ signal: AbortSignal.timeout(left), isOver });
}

async function ask(
  deps: LogDeps,
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
  return send(deps, call, asked);
}

async function settle(
  deps: LogDeps,
  order: PaymentOrder,
  state: PaymentState,
  call: StepCall,
  outcome: Outcome<Answer>,
): Promise<PaymentState> {
  const fact = call.factOf(outcome);
  if (!fact) return state;
  return log(deps, order, state, fact, WORKFLOW_ACTOR, { step: call.step, outcome });
}
