import type { PaymentActivities } from '../../activities/payments';
import type { Actor } from '../../domain/actors';
import type { PaymentOrder } from '../../domain/orders';
import type { AttentionReason, PaymentState } from '../../domain/payments';
import { INQUIRY_SCHEDULE } from '../../domain/schedules';
import type { Decision, PaymentInput } from '../messages';
import { Running } from '../running/running';
import { waysOf } from '../running/ways';
import { describe } from './details';
import { SUMMARIES } from './summaries';

const ways = waysOf<PaymentActivities>(SUMMARIES);

/** What the order came with where it is not the default. */
export type OwnSchedules = Omit<PaymentInput, 'order' | 'state' | 'payerStirred'>;

/** A payment under way. */
export class RunningPayment extends Running<PaymentState> {
  readonly attempt = ways.attempt;
  readonly patiently = ways.patiently;
  readonly writing = ways.writing;
  cancelledBy?: Actor;
  /** There was news of the payer on the page: from then on it is looked at by and by. */
  payerStirred = false;
  /** The line is back, and it is this payment's turn. */
  dispatched = false;

  constructor(
    readonly order: PaymentOrder,
    state: PaymentState,
    readonly own: OwnSchedules,
  ) {
    super(state, own.inquiryMs ?? INQUIRY_SCHEDULE);
  }

  decide({
    decision,
    actor,
    note,
  }: Decision & { decision: 'succeeded' | 'declined' }): Promise<PaymentState> {
    return ways.writing.decide(this.order, this.state, decision, actor, note);
  }

  protected details(): string {
    return describe(this.order, this.state);
  }

  protected raise(reason: AttentionReason): Promise<PaymentState> {
    return ways.writing.raiseAttention(this.order, this.state, reason);
  }
}
