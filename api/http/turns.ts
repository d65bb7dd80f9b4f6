import { Problem } from './problems';

/** Work of which only so much goes on at once; the rest waits in order, and beyond that is sent away. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: { atOnce: number; waiting: number }) {}

  /** Throws `rate_limited` where too many wait. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.most.atOnce) {
      if (this.waiting.length >= this.most.waiting)
        throw new Problem('rate_limited', { headers: { 'Retry-After': '5' } });
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running++;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
