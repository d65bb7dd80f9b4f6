import { condition, sleep } from '@temporalio/workflow';
import type { AttentionReason, PaymentState, PaymentStatus } from '../../domain/payments';
import { ATTENTION_INQUIRY_INTERVAL } from '../../domain/schedules';
import type { RunningPayment } from './running';

export type SettledStep = 'fund' | 'openPage' | 'capture' | 'credit' | 'reverse';

interface Plan {
  /** The step is due, and not settled, while the payment stands so. */
  while: PaymentStatus;
  unresolved: AttentionReason;
}

const PLANS: Record<SettledStep, Plan> = {
  fund: { while: 'processing', unresolved: 'funding_unresolved' },
  openPage: { while: 'processing', unresolved: 'funding_unresolved' },
  capture: { while: 'processing', unresolved: 'funding_unresolved' },
  credit: { while: 'funded', unresolved: 'crediting_unresolved' },
  reverse: { while: 'reversing', unresolved: 'reversal_unresolved' },
};

/**
 * Brings one step to its end, if it is due: once locally, then remotely at growing intervals (the activity asks
 * before it sends), and when that is used up, with a person. Returns only when the step is settled.
 */
export async function settle(running: RunningPayment, step: SettledStep): Promise<void> {
  const plan = PLANS[step];
  const due = (): boolean => running.state.status === plan.while;
  const again = async (): Promise<void> => {
    const state = await running.patiently((remote) => remote[step](running.order, running.state));
    if (state) running.become(state);
  };
  if (!due()) return;
  // A payment that is taken up again while a person is asked goes on waiting for that person.
  if (running.state.attention === undefined) await inquire(running, step, due, again);
  if (due()) await askPerson(running, reasonOf(running.state, plan), again, due);
}

async function inquire(
  running: RunningPayment,
  step: SettledStep,
  due: () => boolean,
  again: () => Promise<void>,
): Promise<void> {
  const quick = await running.attempt((local) => local[step](running.order, running.state));
  if (quick) running.become(quick);
  // An attempt that left no word (its store was down, its time was up) is taken up at once.
  else await again();
  for (const wait of running.inquiryMs) {
    if (!due() || isRefused(running.state)) return;
    await waitAndListen(running, wait, due, again);
    if (due()) await again();
  }
}

/** How often news makes the workflow look during one wait; beyond it somebody is only making noise. */
const MOST_NEWS = 5;

/** News is a reason to look at once, and none to lose patience sooner: the wait is as long with it as without. */
async function waitAndListen(
  running: RunningPayment,
  wait: number,
  due: () => boolean,
  again: () => Promise<void>,
): Promise<void> {
  const until = Date.now() + wait;
  for (let heard = 0; due(); heard++) {
    const left = until - Date.now();
    if (left <= 0) return;
    if (heard === MOST_NEWS) return sleep(left);
    if (await running.pause(left)) await again();
  }
}

/**
 * Puts a payment on the attention list and waits until a person has decided or it has come right by itself: it is
 * still looked at once in a while, and when the person says so.
 */
export async function askPerson(
  running: RunningPayment,
  reason: AttentionReason,
  again: () => Promise<void>,
  due: () => boolean,
): Promise<void> {
  do {
    await running.needsPerson(reason);
    await condition(() => running.hasDecision, ATTENTION_INQUIRY_INTERVAL);
    const { order } = running;
    const decision = running.takeDecision();
    if (decision && decision.decision !== 'ask_again') {
      const { actor, note } = decision;
      const state = await running.writing.decide(order, running.state, decision.decision, actor, note);
      running.acted(decision);
      running.become(state);
    } else {
      await again();
      if (decision) running.acted(decision);
    }
  } while (due());
}

function reasonOf(state: PaymentState, plan: Plan): AttentionReason {
  return isRefused(state) ? 'reversal_refused' : plan.unresolved;
}

/** The acquirer won't give the money back: asking again changes nothing, a person must. */
function isRefused(state: PaymentState): boolean {
  return state.status === 'reversing' && state.reversal.status === 'declined';
}
