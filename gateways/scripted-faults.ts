import { setTimeout as sleep } from 'node:timers/promises';
import type { DeclineCode } from '../domain/declines';
import { type Unknown, unknown, type UnknownReason } from '../domain/outcomes';

/** What goes wrong with one call of a fake. */
export type ScriptedFault =
  /** Refused for good; the refusal is on the fake's books, so an inquiry tells it too. */
  | { kind: 'decline'; code: DeclineCode }
  /** Nothing was done, and the caller can't know; `connection_lost` when the reason is absent. */
  | { kind: 'dropBefore'; reason?: UnknownReason }
  /** It was done, and the caller can't know; `connection_lost` when the reason is absent. */
  | { kind: 'dropAfter'; reason?: UnknownReason }
  | { kind: 'serverError' }
  /** It was done, and the answer can't be read. */
  | { kind: 'malformed' }
  /** It is done only after this long (milliseconds), even where the caller has given up before. */
  | { kind: 'delay'; ms: number };

interface Queued {
  fault: ScriptedFault;
  /** Calls that it still hits. */
  left: number;
}

/** The faults that wait for a fake's next calls, a queue for each operation. */
export class ScriptedFaults<Operation extends string> {
  private readonly queues = new Map<Operation | '*', Queued[]>();

  /** `*` is for whichever operation is called next. */
  script(operation: Operation | '*', fault: ScriptedFault, times = 1): void {
    const queue = this.queues.get(operation) ?? [];
    queue.push({ fault, left: times });
    this.queues.set(operation, queue);
  }

  clear(): void {
    this.queues.clear();
  }

  /** Runs one call of the fake under the next fault for it, if any. `timeoutMs` is how long the caller waits. */
  async around<T extends { kind: string }>(
    operation: Operation,
    timeoutMs: number,
    signal: AbortSignal | undefined,
    commit: (refusal?: DeclineCode) => T,
  ): Promise<T | Unknown> {
    if (signal?.aborted) return unknown('timeout');
    const fault = this.next(operation);
    switch (fault?.kind) {
      case undefined:
        return commit();
      case 'decline':
        return commit(fault.code);
      case 'dropBefore':
        return unknown(fault.reason ?? 'connection_lost');
      case 'serverError':
        return unknown('server_error');
      case 'dropAfter':
        commit();
        return unknown(fault.reason ?? 'connection_lost');
      case 'malformed':
        commit();
        return unknown('unreadable_answer');
      case 'delay':
        return delayed(fault.ms, timeoutMs, signal, commit);
    }
  }

  private next(operation: Operation): ScriptedFault | undefined {
    for (const name of [operation, '*'] as const) {
      const queue = this.queues.get(name);
      const first = queue?.[0];
      if (queue === undefined || first === undefined) continue;
      first.left -= 1;
      if (first.left <= 0) queue.shift();
      return first.fault;
    }
    return undefined;
  }
}

/** Commits after `ms` whatever happens; the caller hears of it only if it still waits. */
async function delayed<T>(
  ms: number,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  commit: () => T,
): Promise<T | Unknown> {
  const done = sleep(ms).then(commit);
  const waited = new AbortController();
  const ends = signal ? AbortSignal.any([signal, waited.signal]) : waited.signal;
  const gaveUp = sleep(timeoutMs, undefined, { signal: ends }).then(
    () => unknown('timeout'),
    () => unknown('timeout'),
  );
  const answer = await Promise.race([done, gaveUp]);
  waited.abort();
  return answer;
}
