import type { RefundActivities } from '../../activities/refunds';
import type { Actor } from '../../domain/actors';
import type { RefundAttention, RefundOrder, RefundState } from '../../domain/refunds';
import { INQUIRY_SCHEDULE } from '../../domain/schedules';
import type { Decision, RefundDecision } from '../messages';
import { Running } from '../running/running';
import { waysOf } from '../running/ways';
import { describe } from './details';
import { SUMMARIES } from './summaries';

const ways = waysOf<RefundActivities>(SUMMARIES);

/** What was decided about a request, once. */
export type Verdict =
  ({ type: 'approved' | 'rejected' } & RefundDecision) | { type: 'cancelled'; actor: Actor };

/** A refund under way. */
export class RunningRefund extends Running<RefundState> {
  readonly attempt = ways.attempt;
  readonly patiently = ways.patiently;
  readonly writing = ways.writing;
  /** The first word counts. */
  verdict?: Verdict;
  /** The line is back, and it is this refund's turn. */
  dispatched = false;

  constructor(
    readonly order: RefundOrder,
    state: RefundState,
    inquiryMs: readonly number[] = INQUIRY_SCHEDULE,
  ) {
    super(state, inquiryMs);
  }

  decide({ decision, actor, note }: Decision & { decision: 'succeeded' | 'declined' }): Promise<RefundState> {
    return ways.writing.resolveRefund(this.order, this.state, decision, actor, note);
  }

  protected details(): string {
    return describe(this.order, this.state);
  }

  protected raise(reason: RefundAttention): Promise<RefundState> {
    return ways.writing.raiseRefundAttention(this.order, this.state, reason);
  }
}
