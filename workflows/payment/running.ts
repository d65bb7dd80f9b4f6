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
import { INQUIRY_SCHEDULE } from '../../domain/schedules';
import { ATTENTION, STATUS } from '../search-attributes';
import type { Decision } from '../messages';
import { describe } from './details';

/** Once, here, with a short limit: the way almost every step goes. */
const local = proxyLocalActivities<PaymentActivities>({
  startToCloseTimeout: '8s',
  retry: { maximumAttempts: 1 },
});

const RETRY = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' } as const;

/** Where operations can see it, retry it and reset it: the way out of trouble. What fails for ten minutes is looked at later. */
const remote = proxyActivities<PaymentActivities>({
  startToCloseTimeout: '1m',
  scheduleToCloseTimeout: '10m',
  retry: RETRY,
});

/** What must be written before the story can go on, however long the store is away. */
const writing = proxyActivities<PaymentActivities>({ startToCloseTimeout: '1m', retry: RETRY });

/** A payment under way: how it stands, and what was said to it meanwhile. */
export class RunningPayment {
  readonly writing = writing;
  cancelledBy?: Actor;
  /** Counts the news from outside; compare with an earlier count to see whether there is more. */
  news = 0;
  /** What a person said, and of what, until the story has acted on it. */
  private said?: Said;
  private published: string;

  constructor(
    readonly order: PaymentOrder,
    public state: PaymentState,
    /** Where the order came with a schedule of its own. */
    readonly ownInquiryMs?: readonly number[],
  ) {
    this.published = shown(state);
  }

  /** How long to wait before each inquiry, in milliseconds. */
  get inquiryMs(): readonly number[] {
    return this.ownInquiryMs ?? INQUIRY_SCHEDULE;
  }

  /** How it stands now. What a person said of a trouble that is over by then counts for nothing. */
  become(state: PaymentState): void {
    this.state = state;
    if (this.said && !this.said.taken && this.said.of !== state.attention) this.answer('refused');
    setCurrentDetails(describe(this.order, state));
  }

  /** Tries something locally, once; undefined where it must be done in another way. */
  attempt<T>(what: (activities: typeof local) => Promise<T>): Promise<T | undefined> {
    return what(local).catch(() => undefined);
  }

  /** Does something remotely, with patience; undefined where it must be looked at later. */
  patiently<T>(what: (activities: typeof remote) => Promise<T>): Promise<T | undefined> {
    return what(remote).catch(() => undefined);
  }

  /** Waits so long, or until there is news: true then. Whoever looks at the list meanwhile sees the truth. */
  async pause(milliseconds: number): Promise<boolean> {
    this.publish();
    const heard = this.news;
    return condition(() => this.news > heard, milliseconds);
  }

  async needsPerson(reason: AttentionReason): Promise<void> {
    if (this.state.attention !== reason) {
      this.become(await writing.raiseAttention(this.order, this.state, reason));
    }
    this.publish();
  }

  /** Takes a person's word down; resolves once the story has acted on it, with whether it did. */
  async hear(decision: Decision): Promise<boolean> {
    const said: Said = { decision, of: this.state.attention, answer: 'waiting' };
    this.said = said;
    await condition(() => said.answer !== 'waiting');
    return said.answer === 'acted';
  }

  get hasDecision(): boolean {
    return this.said !== undefined;
  }

  /** Takes what a person said, if anything, to act on it; `acted` must follow. */
  takeDecision(): Decision | undefined {
    if (this.said) this.said.taken = true;
    return this.said?.decision;
  }

  acted(decision: Decision): void {
    if (this.said?.decision === decision) this.answer('acted');
  }

  private answer(answer: 'acted' | 'refused'): void {
    if (this.said) this.said.answer = answer;
    this.said = undefined;
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

/** A person's word, and the trouble that it is about. */
interface Said {
  decision: Decision;
  of?: AttentionReason;
  /** The story is acting on it: what that changes does not make it void. */
  taken?: true;
  answer: 'waiting' | 'acted' | 'refused';
}

function shown(state: PaymentState): string {
  return `${state.status}/${state.attention !== undefined}`;
}
