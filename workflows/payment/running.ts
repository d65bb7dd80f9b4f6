import {
  condition,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { PaymentActivities } from '../../activities/payments';
import type { Actor } from '../../domain/actors';
import type { PaymentOrder } from '../../domain/orders';
import type { AttentionReason, PaymentState } from '../../domain/payments';
import { ATTENTION, STATUS } from '../search-attributes';
import type { Decision } from '../messages';
import { describe } from './details';

/** Once, here, with a short limit: the way almost every step goes. */
const local = proxyLocalActivities<PaymentActivities>({
  startToCloseTimeout: '8s',
  retry: { maximumAttempts: 1 },
});

/** Where operations can see it, retry it and reset it: the way out of trouble. */
const remote = proxyActivities<PaymentActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** A payment under way: how it stands, and what was said to it meanwhile. */
export class RunningPayment {
  readonly local = local;
  readonly remote = remote;
  /** Set by a person's update until the story has acted on it. */
  decision?: Decision;
  cancelledBy?: Actor;
  /** Counts the news from outside; compare with an earlier count to see whether there is more. */
  news = 0;
  private published: string;

  constructor(
    readonly order: PaymentOrder,
    public state: PaymentState,
  ) {
    this.published = shown(state);
  }

  become(state: PaymentState): void {
    this.state = state;
    setCurrentDetails(describe(this.order, state));
  }

  /** Tries something locally, once; undefined where it must be done in another way. */
  async attempt<T>(what: (local: typeof this.local) => Promise<T>): Promise<T | undefined> {
    try {
      return await what(this.local);
    } catch {
      return undefined;
    }
  }

  /** Waits so long, or until there is news or a person's decision. Whoever looks at the list meanwhile sees the truth. */
  async pause(milliseconds: number): Promise<void> {
    this.publish();
    const heard = this.news;
    await condition(() => this.news > heard || this.decision !== undefined, milliseconds);
  }

  async needsPerson(reason: AttentionReason): Promise<void> {
    if (this.state.attention !== reason) {
      this.become(await this.remote.raiseAttention(this.order, this.state, reason));
    }
    this.publish();
  }

  /** Puts status and attention where operations can search for them; written only when they changed, as each write is an event. */
  publish(): void {
    const now = shown(this.state);
    if (now === this.published) return;
    this.published = now;
    upsertSearchAttributes([
      { key: STATUS, value: this.state.status },
      { key: ATTENTION, value: this.state.attention !== undefined },
    ]);
  }
}

function shown(state: PaymentState): string {
  return `${state.status}/${state.attention !== undefined}`;
}
