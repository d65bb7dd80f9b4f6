import { condition, sleep } from '@temporalio/workflow';
import { ATTENTION_INQUIRY_INTERVAL } from '../../domain/schedules';
import type { Decision } from '../messages';
import type { Running, Standing } from './running';

/** One step: how it is tried, and when it is settled. */
export interface Settling<State extends Standing> {
  /** Whether it is to be done, and not settled yet. */
  due(): boolean;
  /** Tries it here, once; undefined where that left no word. */
  locally(): Promise<State | undefined>;
  /** Tries it where operations can see it, with patience; undefined where it must be looked at later. */
  remotely(): Promise<State | undefined>;
  /** Why a person is asked in the end. */
  reason(): NonNullable<State['attention']>;
  /** Whether the outside system has refused for good what must be done all the same: asking again changes nothing. */
  refused?(): boolean;
}

/**
 * Brings one step to its end, if it is due: once locally, then remotely at growing intervals (the activity asks
 * before it sends), and when that is used up, with a person. Returns only when the step is settled.
 */
export async function settle<State extends Standing>(
  running: Running<State>,
  step: Settling<State>,
): Promise<void> {
  const again = async (): Promise<void> => {
    const state = await step.remotely();
    if (state) running.become(state);
  };
  if (!step.due()) return;
  // Money may have moved twice: no more of it moves before a person has looked.
  await settleContradiction(running);
  // What is taken up again while a person is asked goes on waiting for that person.
  if (running.state.attention === undefined) await inquire(running, step, again);
  if (step.due())
    await askPerson(
      running,
      () => step.reason(),
      again,
      () => step.due(),
    );
}

async function inquire<State extends Standing>(
  running: Running<State>,
  step: Settling<State>,
  again: () => Promise<void>,
): Promise<void> {
  const quick = await step.locally();
  if (quick) running.become(quick);
  // An attempt that left no word (its store was down, its time was up) is taken up at once.
  else await again();
  for (const wait of running.inquiryMs) {
    await settleContradiction(running);
    if (!step.due() || step.refused?.()) return;
    await waitAndListen(running, wait, step, again);
    if (step.due()) await again();
  }
}

/** How often news makes the workflow look during one wait; beyond it somebody is only making noise. */
const MOST_NEWS = 5;

/** News is a reason to look at once, and none to lose patience sooner: the wait is as long with it as without. */
async function waitAndListen<State extends Standing>(
  running: Running<State>,
  wait: number,
  step: Settling<State>,
  again: () => Promise<void>,
): Promise<void> {
  const until = Date.now() + wait;
  for (let heard = 0; step.due(); heard++) {
    const left = until - Date.now();
    if (left <= 0) return;
    if (heard === MOST_NEWS) return sleep(left, { summary: 'Wait in spite of more news' });
    if (await running.pause(left)) await again();
    if (running.state.attention !== undefined) return;
  }
}

/**
 * Puts it on the attention list and waits until a person has decided or it has come right by itself: it is
 * still looked at once in a while, and when the person says so. A contradiction is asked about before all else.
 */
export async function askPerson<State extends Standing>(
  running: Running<State>,
  reason: () => NonNullable<State['attention']>,
  again: () => Promise<void>,
  due: () => boolean,
): Promise<void> {
  do {
    await settleContradiction(running);
    await askOnce(running, reason(), again);
  } while (due());
}

/** Two answers of the outside world that exclude each other: only a person can tell what to do. */
export async function settleContradiction<State extends Standing>(running: Running<State>): Promise<void> {
  const nothingToAsk = async (): Promise<void> => {};
  while (running.state.attention === 'outcome_contradicts') {
    await askOnce<State>(running, 'outcome_contradicts', nothingToAsk);
  }
}

async function askOnce<State extends Standing>(
  running: Running<State>,
  reason: NonNullable<State['attention']>,
  again: () => Promise<void>,
): Promise<void> {
  await running.needsPerson(reason);
  // The store knew of a contradiction, which this does not take the place of.
  if (running.state.attention !== reason) return;
  const summary = 'Wait for a person';
  await condition(() => running.hasDecision, ATTENTION_INQUIRY_INTERVAL, { summary });
  const decision = running.takeDecision();
  if (decision && isVerdict(decision)) {
    const state = await running.decide(decision);
    running.acted(decision);
    running.become(state);
  } else {
    await again();
    if (decision) running.acted(decision);
  }
}

function isVerdict(decision: Decision): decision is Decision & { decision: 'succeeded' | 'declined' } {
  return decision.decision !== 'ask_again';
}
