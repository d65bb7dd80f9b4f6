import { ApplicationFailure, condition, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Actor } from '../../domain/actors';
import { isSame, mayDecide } from '../../domain/refunds';
import type { RefundOrder, RefundState } from '../../domain/refunds';
import * as messages from '../messages';
import type { Decision, RefundDecision, RefundRefusal } from '../messages';
import { describe } from './details';
import { RunningRefund } from './running';
import type { Verdict } from './running';

/** Takes up a refund and begins to listen. Who may decide what is said here, and nowhere else. */
export function begin(order: RefundOrder, state: RefundState, inquiryMs?: readonly number[]): RunningRefund {
  const running = new RunningRefund(order, state, inquiryMs);
  setCurrentDetails(describe(order, state));
  setHandler(messages.refundState, () => running.state);
  setHandler(messages.news, () => void (running.news += 1));
  setHandler(messages.dispatch, () => void (running.dispatched = true));
  for (const type of ['approved', 'rejected'] as const) {
    setHandler(
      type === 'approved' ? messages.approve : messages.reject,
      (decision: RefundDecision) => acted(running, { type, ...decision }),
      {
        validator: ({ actor }: RefundDecision) => {
          refuseUnless(mayDecide(order, actor), 'own_request');
          refuseUnless(isOpen(running), 'not_pending');
        },
      },
    );
  }
  setHandler(messages.cancelRefund, (actor) => acted(running, { type: 'cancelled', actor }), {
    validator: (actor: Actor) => {
      refuseUnless(isSame(actor, order.askedBy), 'not_yours');
      refuseUnless(isOpen(running) || waitsForLine(running), 'not_pending');
    },
  });
  setHandler(
    messages.resolveRefund,
    async (decision) => {
      if (!(await running.hear(decision))) throw refusal('not_in_attention');
      return running.state;
    },
    {
      validator: (_decision: Decision) =>
        refuseUnless(running.state.attention !== undefined && !running.hasDecision, 'not_in_attention'),
    },
  );
  return running;
}

const isOpen = ({ state, verdict }: RunningRefund): boolean =>
  state.status === 'pending_approval' && verdict === undefined;

const waitsForLine = ({ state, verdict, dispatched }: RunningRefund): boolean =>
  state.status === 'batched' && verdict?.type !== 'cancelled' && !dispatched;

/** Takes a word down, and answers once it is written. Another may have been quicker, or the time was over. */
async function acted(running: RunningRefund, verdict: Verdict): Promise<RefundState> {
  running.verdict = verdict;
  const before = running.state.status;
  await condition(() => running.state.status !== before);
  const { status } = running.state;
  const expected = verdict.type === 'approved' ? ['approved', 'batched', 'refunded'] : [verdict.type];
  if (!expected.includes(status)) throw refusal('not_pending');
  return running.state;
}

function refuseUnless(allowed: boolean, type: RefundRefusal): void {
  if (!allowed) throw refusal(type);
}

function refusal(type: RefundRefusal): ApplicationFailure {
  return ApplicationFailure.create({ type, message: type, nonRetryable: true });
}
