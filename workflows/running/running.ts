import { condition, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Decision } from '../messages';
import { ATTENTION, STATUS } from '../search-attributes';

/** How a payment or a refund stands. */
export interface Standing {
  status: string;
  attention?: string;
}

/** A payment or a refund under way: how it stands, and what was said to it meanwhile. */
export abstract class Running<State extends Standing> {
  /** Counts the news from outside; compare with an earlier count to see whether there is more. */
  news = 0;
  /** What a person said, and of what, until the story has acted on it. */
  private said?: Said;
  private published: string;

  constructor(
    public state: State,
    /** How long to wait before each inquiry, in milliseconds. */
    readonly inquiryMs: readonly number[],
  ) {
    this.published = shown(state);
  }

  /** What operations read in the Web UI. */
  protected abstract details(): string;
  protected abstract raise(reason: State['attention'] & string): Promise<State>;
  /** Settles what nobody could, by a person's word. */
  abstract decide(decision: Decision & { decision: 'succeeded' | 'declined' }): Promise<State>;

  /** How it stands now. What a person said of a trouble that is over by then counts for nothing. */
  become(state: State): void {
    this.state = state;
    if (this.said && !this.said.taken && this.said.of !== state.attention) this.answer('refused');
    setCurrentDetails(this.details());
  }

  /** Waits so long, or until there is news: true then. Whoever looks at the list meanwhile sees the truth. */
  async pause(milliseconds: number): Promise<boolean> {
    this.publish();
    const heard = this.news;
    return condition(() => this.news > heard, milliseconds, { summary: 'Wait before it is looked at again' });
  }

  async needsPerson(reason: State['attention'] & string): Promise<void> {
    if (this.state.attention !== reason) this.become(await this.raise(reason));
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
  of?: string;
  /** The story is acting on it: what that changes does not make it void. */
  taken?: true;
  answer: 'waiting' | 'acted' | 'refused';
}

function shown(state: Standing): string {
  return `${state.status}/${state.attention !== undefined}`;
}
