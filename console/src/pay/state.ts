import type { Account, Money, NewPayment } from '../api/contract';

export const STEPS = ['account', 'amount', 'card', 'outcome'] as const;
export type Step = (typeof STEPS)[number];

export interface Draft {
  step: Step;
  account?: Account;
  amount?: Money;
  receipt?: NewPayment['receipt'];
  reference?: string;
  paymentId?: string;
}

export type Change =
  | { type: 'account'; account: Account }
  | { type: 'amount'; amount: Money; receipt?: NewPayment['receipt']; reference?: string }
  | { type: 'accepted'; paymentId: string }
  | { type: 'back' }
  | { type: 'again'; account?: Account };

/** From a customer to an outcome. Once the payment is accepted there is no way back: a new one begins anew. */
export function next(draft: Draft, change: Change): Draft {
  switch (change.type) {
    case 'account':
      return { ...draft, step: 'amount', account: change.account };
    case 'amount':
      return {
        ...draft,
        step: 'card',
        amount: change.amount,
        receipt: change.receipt,
        reference: change.reference,
      };
    case 'accepted':
      return { ...draft, step: 'outcome', paymentId: change.paymentId };
    case 'back':
      return { ...draft, step: draft.step === 'card' ? 'amount' : 'account' };
    case 'again':
      return change.account ? { step: 'amount', account: change.account } : { step: 'account' };
  }
}
