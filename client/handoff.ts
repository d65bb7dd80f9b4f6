import type { PaymentState } from '../domain/payments';

/** More than a process can have under way; the oldest is dropped beyond it, which costs an inquiry, not money. */
const MOST_INTENTS = 50_000;

/**
 * Intents that this process has just written and that nobody else can have used: taking one is the right to send
 * at once, without asking the store. It dies with the process, and whoever comes after finds the intent `sent` and asks.
 */
export class FreshIntents {
  private readonly written = new Map<string, number>();

  /** `since`: from when others may count, in milliseconds since the epoch; never later than when it was written. */
  put(reference: string, since: number): void {
    if (this.written.size >= MOST_INTENTS) this.written.delete(this.written.keys().next().value!);
    this.written.set(reference, since);
  }

  /** Once for each `put`: its `since`. */
  take(reference: string): number | undefined {
    const since = this.written.get(reference);
    this.written.delete(reference);
    return since;
  }
}

/** Hands a funding answer to the requests that wait for it in this process, once the answer is in the store. */
export class FundingAnswers {
  private readonly waiting = new Map<string, Set<(state: PaymentState) => void>>();

  /** Begin to wait before the payment is started, so that a quick answer is not missed. */
  expect(paymentId: string): { answer: Promise<PaymentState>; forget: () => void } {
    const mine = this.waiting.get(paymentId) ?? new Set();
    this.waiting.set(paymentId, mine);
    let tell: (state: PaymentState) => void;
    const answer = new Promise<PaymentState>((resolve) => mine.add((tell = resolve)));
    const forget = (): void => {
      mine.delete(tell);
      if (mine.size === 0) this.waiting.delete(paymentId);
    };
    return { answer, forget };
  }

  publish(paymentId: string, state: PaymentState): void {
    for (const tell of this.waiting.get(paymentId) ?? []) tell(state);
    this.waiting.delete(paymentId);
  }
}
