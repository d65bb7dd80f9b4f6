import type { AttentionReason, PaymentState, PaymentStatus } from '../../domain/payments';
import { ATTENTION_INQUIRY_INTERVAL, INQUIRY_SCHEDULE } from '../../domain/schedules';
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
  if (!due()) return;
  const quick = await running.attempt((local) => local[step](running.order, running.state));
  if (quick) running.become(quick);
  // An attempt that left no word (its store was down, its time was up) is taken up at once.
  const waits = quick ? INQUIRY_SCHEDULE : [0, ...INQUIRY_SCHEDULE];
  for (const wait of waits) {
    if (!due() || refused(running.state)) break;
    if (wait > 0) await running.pause(wait);
    running.become(await running.remote[step](running.order, running.state));
  }
  const again = async (): Promise<void> => {
    running.become(await running.remote[step](running.order, running.state));
  };
  if (due())
    await askPerson(running, refused(running.state) ? 'reversal_refused' : plan.unresolved, again, due);
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
    await running.pause(ATTENTION_INQUIRY_INTERVAL);
    const { decision, order } = running;
    if (decision && decision.decision !== 'ask_again') {
      const { actor, note } = decision;
      running.become(await running.remote.decide(order, running.state, decision.decision, actor, note));
    } else {
      await again();
    }
    running.decision = undefined;
  } while (due());
}

/** The acquirer won't give the money back: asking again changes nothing, a person must. */
function refused(state: PaymentState): boolean {
  return state.status === 'reversing' && state.reversal.status === 'declined';
}
