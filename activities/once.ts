import type { Inquiry, Outcome } from '../domain/outcomes';
import { declined, unknown } from '../domain/outcomes';
import type { Claim } from '../store/interfaces/steps';

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

/** One call to an outside system, and how its outcome reads in the log of what it is a step of. */
export interface OutsideCall<Fact> {
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

/** Where a step's intent is kept and its outcome written: a payment's log, or a refund's. */
export interface StepBook<State, Fact> {
  /** The right to send that this very process has just taken, if it has: since when, in milliseconds since the epoch. */
  takeFresh(): number | undefined;
  claim(): Promise<Claim<{ state: State }>>;
  /** Takes the next attempt; false where another was quicker. */
  reclaim(afterAttempt: number): Promise<boolean>;
  /** Takes over a state that another attempt left. */
  adopt(state: State): State;
  /** Writes what came of it. */
  log(state: State, fact: Fact, outcome: Outcome<Answer>): Promise<State>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Performs a step at most once, whoever calls it and however often: the right to send is taken in the store
 * (or was taken a moment ago by this process), and where an earlier attempt left no outcome, it asks first.
 * Both the local happy path and the remote troubled one come here.
 */
export async function performOnce<State, Fact>(
  book: StepBook<State, Fact>,
  state: State,
  call: OutsideCall<Fact>,
): Promise<State> {
  const since = book.takeFresh();
  if (since !== undefined && timeLeft(book, call, since) > 0) {
    return settle(book, state, call, await send(book, call, since));
  }
  const asked = book.now();
  const claim = await book.claim();
  if (claim.kind === 'settled') return book.adopt(claim.record.state);
  if (claim.kind === 'claimed') return settle(book, state, call, await send(book, call, asked));
  // An attempt that was given up may have said something that the workflow has not heard.
  return settle(book, state, call, await ask(book, call, claim), claim.record.state);
}

type Clock = Pick<StepBook<unknown, never>, 'now'>;
type Sending = Omit<OutsideCall<never>, 'factOf'>;

/**
 * Milliseconds in which a call that was taken at `since` may still leave; whole ones, as a signal takes no others. A process
 * that was held up (a long pause, a long queue) must not send when others may already have taken the call for one that
 * never arrived.
 */
function timeLeft(clock: Clock, call: Sending, since: number): number {
  return since + Math.max(Math.floor(call.absentAfterMs / 2), 1000) - clock.now();
}

async function send(clock: Clock, call: Sending, since: number): Promise<Outcome<Answer>> {
  // Nobody waits for it any more, and nothing has left yet: this is the moment to say no.
  if (call.tooLate?.()) return declined('acquirer_unavailable');
  const left = timeLeft(clock, call, since);
  if (left <= 0) return unknown('not_final');
  const isOver = (): boolean => timeLeft(clock, call, since) <= 0 || call.tooLate?.() === true;
  return call.send({ signal: AbortSignal.timeout(left), isOver });
}

async function ask<State, Fact>(
  book: StepBook<State, Fact>,
  call: OutsideCall<Fact>,
  claim: Omit<Extract<Claim<unknown>, { kind: 'sent' }>, 'record'>,
): Promise<Outcome<Answer>> {
  const answer = await call.inquire();
  if (answer.kind !== 'absent') return answer;
  // It may still be on its way: "never seen" counts only when nothing can arrive any more.
  if (claim.sentMsAgo < call.absentAfterMs) return unknown('not_final');
  const asked = book.now();
  if (!(await book.reclaim(claim.attempt))) return unknown('not_final');
  return send(book, call, asked);
}

function settle<State, Fact>(
  book: StepBook<State, Fact>,
  state: State,
  call: OutsideCall<Fact>,
  outcome: Outcome<Answer>,
  current = state,
): State | Promise<State> {
  const fact = call.factOf(outcome);
  return fact === undefined ? current : book.log(state, fact, outcome);
}
