import type { PaymentOrder } from '../../domain/orders';
import type { AttentionReason, PaymentState, PaymentStatus } from '../../domain/payments';
import { settle } from '../running/settling';
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

/** Brings one of a payment's steps to its end, if it is due. */
export function settleStep(running: RunningPayment, step: SettledStep): Promise<void> {
  const { while: status, unresolved } = PLANS[step];
  const { order } = running;
  const refused = (): boolean => isRefused(running.state);
  const tryHere = (): Promise<PaymentState | undefined> =>
    running.attempt((local) => local[step](order, running.state));
  return settle(running, {
    due: () => running.state.status === status,
    locally: async () => (isSentByVault(order, step) ? undefined : tryHere()),
    remotely: () => running.patiently((remote) => remote[step](order, running.state)),
    reason: () => (refused() ? 'reversal_refused' : unresolved),
    refused,
  });
}

/** The process that hosts this workflow may be the API's, which can't have the vault send anything. */
function isSentByVault({ source }: PaymentOrder, step: SettledStep): boolean {
  return source.type === 'vaulted_card' && step === 'fund';
}

/** The acquirer won't give the money back: a person must. */
function isRefused(state: PaymentState): boolean {
  return state.status === 'reversing' && state.reversal.status === 'declined';
}
