import type { Outcome } from '../../domain/outcomes';

/**
 * Whether a step's call may have left. `ready`: surely not; whoever takes it next may send at once.
 * `sent`: it may have; whoever finds it so asks the outside system first.
 */
export type IntentStatus = 'ready' | 'sent';

/** The note that a step is about to be sent. */
export interface Intent<Step> {
  step: Step;
  reference: string;
  status: IntentStatus;
}

/** How a step ended; an `unknown` outcome leaves its intent `sent`. */
export interface Settlement<Step> {
  step: Step;
  outcome: Outcome<{ externalId?: string }>;
}

export type Claim<Record> =
  /** The caller now owns the sending of this attempt. */
  | { kind: 'claimed'; attempt: number }
  /** Somebody may have sent it and left no outcome: inquire. `sentMsAgo` by the database's clock. */
  | { kind: 'sent'; attempt: number; sentMsAgo: number; record: Record }
  /** It is settled already; the record's state tells how. */
  | { kind: 'settled'; record: Record };

/** The steps of payments, or of refunds. */
export interface StepStore<Step, Record> {
  /** Takes the sending of a step, in one round trip: makes the intent where there is none. */
  claim(id: string, step: Step, reference: string): Promise<Claim<Record>>;
  /** Takes the sending of the next attempt, after the outside system said that it never saw the earlier one. False where another was quicker. */
  reclaim(id: string, step: Step, afterAttempt: number): Promise<boolean>;
  /** Gives an attempt back that was surely not used: `sent` becomes `ready` again, unless another has taken it since. */
  unclaim(id: string, step: Step, attempt: number): Promise<void>;
}
