import type { Money } from '../schemas';
import type { AccountBy } from './accounts';

export interface RegistrationRequest {
  reference: string;
  account: { by: AccountBy; value: string };
  amount: Money;
  kind: 'credit_adjustment';
  paidAt: string;
  channel: string;
}

export interface ReversalRequest {
  /** The reversal's own. */
  reference: string;
  /** Reference of what is taken back, in full or in part. */
  registration: string;
  amount: Money;
}

/** A registration as the protocol answers it. */
export interface Registration {
  kind: 'registration';
  id: string;
  reference: string;
  /** `reversed`: nothing of it is left. */
  status: 'registered' | 'refused' | 'reversed';
  refusalCode?: string;
  accountId?: string;
  amount: Money;
  createdAt: string;
}

/** A reversal as the protocol answers it. */
export interface Reversal {
  kind: 'reversal';
  id: string;
  reference: string;
  /** Reference of the registration that it is about. */
  registration: string;
  status: 'reversed' | 'refused';
  refusalCode?: string;
  accountId?: string;
  amount: Money;
  createdAt: string;
}

/** A registration with what the biller must remember to recognise it and to take it back. */
export interface RecordedRegistration extends Registration {
  request: RegistrationRequest;
  /** Minor units of its amount that were taken back. */
  takenBack: number;
}

export interface RecordedReversal extends Reversal {
  /** Id of the registration: a biller without idempotency can have several under one reference. */
  registrationId: string;
}

export type Recorded = RecordedRegistration | RecordedReversal;

/** Why a reversal is refused, or undefined. With `strict` off, only its own size is limited. */
export function refusalOfReversal(
  { status, amount, takenBack }: RecordedRegistration,
  wanted: Money,
  strict: boolean,
): string | undefined {
  if (status === 'refused') return 'not_registered';
  if (amount.currency !== wanted.currency) return 'currency_mismatch';
  const left = amount.value - (strict ? takenBack : 0);
  return wanted.value > left ? 'reversal_exceeds_registration' : undefined;
}

export function isSameRegistration(first: Recorded, again: RegistrationRequest): boolean {
  return (
    first.kind === 'registration' &&
    first.request.account.by === again.account.by &&
    first.request.account.value === again.account.value &&
    isSameMoney(first.amount, again.amount)
  );
}

export function isSameReversal(first: Recorded, again: ReversalRequest): first is RecordedReversal {
  return (
    first.kind === 'reversal' &&
    first.registration === again.registration &&
    isSameMoney(first.amount, again.amount)
  );
}

export function viewOf(recorded: RecordedRegistration): Registration;
export function viewOf(recorded: RecordedReversal): Reversal;
export function viewOf(recorded: Recorded): Registration | Reversal;
export function viewOf(recorded: Recorded): Registration | Reversal {
  if (recorded.kind === 'registration') {
    const { request: _, takenBack: __, ...registration } = recorded;
    return registration;
  }
  const { registrationId: _, ...reversal } = recorded;
  return reversal;
}

function isSameMoney(first: Money, again: Money): boolean {
  return first.value === again.value && first.currency === again.currency;
}
