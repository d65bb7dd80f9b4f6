import { ApplicationFailure, condition, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Actor } from '../../domain/actors';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import * as messages from '../messages';
import type { Decision } from '../messages';
import { describe } from './details';
import { RunningPayment } from './running';
import type { OwnSchedules } from './running';

/** Takes up a payment and begins to listen. */
export function begin(order: PaymentOrder, state: PaymentState, own: OwnSchedules): RunningPayment {
  const running = new RunningPayment(order, state, own);
  const status = (): PaymentState['status'] => running.state.status;
  // A batched payment whose turn has come is as good as sent.
  const mayCancel = (): boolean => isCancellable(status()) && !running.dispatched;
  setCurrentDetails(describe(order, state));
  setHandler(messages.paymentState, () => running.state);
  setHandler(messages.news, () => void (running.news += 1));
  setHandler(messages.dispatch, () => void (running.dispatched = true));
  setHandler(messages.fundingAnswer, async () => {
    await condition(() => status() !== 'processing' && status() !== 'batched');
    return running.state;
  });
  setHandler(
    messages.cancel,
    async (actor) => {
      running.cancelledBy = actor;
      await condition(() => !isCancellable(status()));
      if (status() !== 'cancelled') throw refusal('not_cancellable');
      return running.state;
    },
    { validator: (_actor: Actor) => refuseUnless(mayCancel(), 'not_cancellable') },
  );
  setHandler(
    messages.resolve,
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

const isCancellable = (status: PaymentState['status']): boolean =>
  status === 'awaiting_payer' || status === 'batched';

function refuseUnless(allowed: boolean, type: 'not_cancellable' | 'not_in_attention'): void {
  if (!allowed) throw refusal(type);
}

function refusal(type: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message: type, nonRetryable: true });
}
