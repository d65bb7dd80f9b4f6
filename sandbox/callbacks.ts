import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults, Target } from './faults';
import { newId } from './ids';
import type { Journal } from './journal';

export interface Callback {
  target: Target;
  url: string;
  /** What faults can be matched to. */
  references: string[];
  values?: string[];
  contentType: string;
  body: string;
}

/** Makes the headers that prove where a callback comes from. */
export type Signer = (url: string, body: string) => Record<string, string>;

const ATTEMPT_TIMEOUT_MS = 5_000;
/** Waits before the second to the fifth attempt. */
export const BACK_OFF_MS = [500, 2_000, 8_000, 30_000];

/**
 * Sends callbacks until each is answered with a 2xx, up to five attempts. What was not finished when the sandbox
 * ended goes on after its next start.
 */
export class Callbacks {
  private readonly unfinished = new Map<string, Callback>();
  private stopped = new AbortController();

  constructor(
    private readonly journal: Journal,
    private readonly faults: Faults,
    private readonly signers: Partial<Record<Target, Signer>>,
    private readonly backOffMs: readonly number[] = BACK_OFF_MS,
  ) {
    journal.on<Callback & { id: string }>('callback.due', ({ id, ...callback }) =>
      this.unfinished.set(id, callback),
    );
    journal.on<{ id: string }>('callback.over', ({ id }) => this.unfinished.delete(id));
  }

  /** Returns at once; the faults decide now whether, when and how often it is sent. */
  send(callback: Callback, inMs = 0): void {
    const plan = this.faults.planCallback({ ...callback });
    if (plan.copies === 0) return;
    const id = newId('cb');
    this.unfinished.set(id, callback);
    this.journal.append('callback.due', { id, ...callback });
    void this.deliver(id, callback, inMs + plan.delayMs, plan.copies);
  }

  resume(): void {
    for (const [id, callback] of this.unfinished) void this.deliver(id, callback, 0, 1);
  }

  /** Stops waiting and sending; what is unfinished stays in the journal. */
  stop(): void {
    this.stopped.abort();
  }

  clear(): void {
    this.stopped.abort();
    this.stopped = new AbortController();
    this.unfinished.clear();
  }

  private async deliver(id: string, callback: Callback, delayMs: number, copies: number): Promise<void> {
    const { signal } = this.stopped;
    try {
      if (delayMs > 0) await sleep(delayMs, undefined, { signal });
      for (let copy = 0; copy < copies; copy += 1) await this.persist(callback, signal);
    } catch {
      return;
    }
    this.unfinished.delete(id);
    this.journal.append('callback.over', { id });
  }

  private async persist(callback: Callback, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      if (await this.attempt(callback, signal)) return;
      const wait = this.backOffMs[attempt];
      if (wait === undefined) return;
      await sleep(wait, undefined, { signal });
    }
  }

  private async attempt({ target, url, contentType, body }: Callback, signal: AbortSignal): Promise<boolean> {
    const headers = { 'Content-Type': contentType, ...this.signers[target]?.(url, body) };
    const ends = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]);
    try {
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: ends });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      signal.throwIfAborted();
      return false;
    }
  }
}
