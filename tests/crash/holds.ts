import { setTimeout as sleep } from 'node:timers/promises';
import type { Outside } from '../support/outside';

export type Fault = { target: 'acquirer' | 'biller'; operation: string; kind: string; match?: object };

/** What is done before a death takes so long, on a busy machine. */
const HASTE_MS = 500;

/** Calls that the other side keeps waiting before it commits, each by the step of a payment that it is part of. */
export class Holds<Step> {
  private readonly waiting = new Map<Step, string>();
  /** When each was seen for the last time not to have begun: it began later. */
  private readonly began = new Map<Step, number>();

  constructor(
    private readonly outside: Outside,
    private readonly heldMs: number,
  ) {}

  async hold(step: Step, call: Omit<Fault, 'kind'>): Promise<void> {
    const began = Date.now();
    const id = await this.outside.fault({ ...call, kind: 'delay', ms: this.heldMs });
    this.waiting.set(step, id);
    this.began.set(step, began);
  }

  /** Waits until all of these, or of all, have begun; or no longer than that, nor until the first of all is nearly over. */
  async haveBegun(limitMs: number, steps?: readonly Step[]): Promise<void> {
    const awaited = (): boolean => (steps ?? [...this.began.keys()]).some((step) => this.waiting.has(step));
    for (const deadline = Date.now() + limitMs; ; await sleep(20)) {
      await this.look();
      if (!awaited() || Date.now() >= Math.min(deadline, this.nearlyOver())) return;
    }
  }

  /** Those whose calls are sure to be waiting for their answers at this moment. */
  inTheirMiddle(): Set<Step> {
    const now = Date.now();
    const inTime = ([, began]: [Step, number]): boolean => now - began < this.heldMs;
    return new Set(
      this.begun()
        .filter(inTime)
        .map(([step]) => step),
    );
  }

  private nearlyOver(): number {
    return Math.min(...this.begun().map(([, began]) => began + this.heldMs - HASTE_MS));
  }

  private begun(): [Step, number][] {
    return [...this.began].filter(([step]) => !this.waiting.has(step));
  }

  private async look(): Promise<void> {
    const asked = Date.now();
    const left = new Set(await this.outside.faults());
    for (const [step, id] of this.waiting) {
      if (left.has(id)) this.began.set(step, asked);
      else this.waiting.delete(step);
    }
  }
}
