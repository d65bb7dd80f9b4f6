import { AsyncLocalStorage } from 'node:async_hooks';

const callers = new AsyncLocalStorage<AbortSignal>();

/** Runs a call of the SDK, which takes no signals itself, so that its requests know of its caller's. */
export function heeding<T>(signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> {
  return signal ? callers.run(signal, call) : call();
}

/** How many requests may be under way at once. One whose caller gives up while it waits for its turn is never sent. */
export class Turns {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /** @throws what `tooLate` makes where the caller has given up, or its turn does not come in time. */
  async take(withinMs: number, tooLate: () => Error): Promise<void> {
    const signal = callers.getStore();
    if (signal?.aborted) throw tooLate();
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const over = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
      };
      const turn = (): void => {
        over();
        resolve();
      };
      const giveUp = (): void => {
        over();
        this.waiting.splice(this.waiting.indexOf(turn), 1);
        reject(tooLate());
      };
      const timer = setTimeout(giveUp, withinMs);
      signal?.addEventListener('abort', giveUp, { once: true });
      this.waiting.push(turn);
    });
  }

  /** Ends a turn; whoever waits longest takes it. */
  readonly leave = (): void => {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  };
}
