import type { PaymentOrder } from './orders';

/** A call to an outside system that changes something there. Each is made at most once for a payment. */
export const STEPS = ['fund', 'open_page', 'capture', 'release', 'credit', 'reverse'] as const;

export type Step = (typeof STEPS)[number];

/**
 * The external key for a step: from the business id and the step alone, never from a run or an attempt,
 * so that whoever repeats the call after a crash repeats it under the same name.
 */
export function referenceOf(paymentId: string, step: Step): string {
  // The hosted page's session and the authorisation made on it share one reference with direct funding.
  return `${paymentId}.${step === 'open_page' ? 'fund' : step}`;
}

/** A card that is known is charged; for any other, a hosted page is opened first. */
export function firstStepOf({ source }: Pick<PaymentOrder, 'source'>): 'fund' | 'open_page' {
  return source.type === 'hosted_page' ? 'open_page' : 'fund';
}

/** A refund's calls: the card gets its money back, then the biller's account is debited. */
export const REFUND_STEPS = ['refund', 'debit'] as const;

export type RefundStep = (typeof REFUND_STEPS)[number];

export function referenceOfRefund(refundId: string, step: RefundStep): string {
  return `${refundId}.${step}`;
}

/** The payment that an external reference belongs to, or undefined where it is none of ours. */
export function paymentOf(reference: string): string | undefined {
  return /^(pay_[0-9A-Z]{26})\.(?:fund|capture|release|credit|reverse)$/.exec(reference)?.[1];
}
