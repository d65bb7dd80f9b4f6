import { proxyLocalActivities } from '@temporalio/workflow';
import type { ActivityInterfaceFor } from '@temporalio/workflow';
import { described } from './described';
import type { Summaries } from './described';

const RETRY = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' } as const;

/** The ways in which a payment or a refund has something done. */
export interface Ways<A> {
  /** Tries something here, once, with a short limit: the way almost every step goes. Undefined where that left no word. */
  attempt<T>(what: (activities: ActivityInterfaceFor<A>) => Promise<T>): Promise<T | undefined>;
  /**
   * Where operations can see it, retry it and reset it: the way out of trouble. What fails for ten minutes is looked at
   * later: undefined then.
   */
  patiently<T>(what: (activities: ActivityInterfaceFor<A>) => Promise<T>): Promise<T | undefined>;
  /** What must be written before the story can go on, however long the store is away. */
  writing: ActivityInterfaceFor<A>;
}

export function waysOf<A>(summaries: Summaries<A>): Ways<A> {
  const local = proxyLocalActivities<A>({ startToCloseTimeout: '8s', retry: { maximumAttempts: 1 } });
  const limits = { startToCloseTimeout: '1m', retry: RETRY } as const;
  const remote = described<A>({ ...limits, scheduleToCloseTimeout: '10m' }, summaries);
  return {
    attempt: (what) => what(local).catch(() => undefined),
    patiently: (what) => what(remote).catch(() => undefined),
    writing: described<A>(limits, summaries),
  };
}
