import { proxyActivities } from '@temporalio/workflow';
import type { ActivityInterfaceFor, ActivityOptions } from '@temporalio/workflow';

/** What operations read of each activity in the Web UI: no personal data, as this is shown before anything is decrypted. */
export type Summaries<A> = Record<keyof A & string, string>;

/** Remote activities, each scheduled with its summary. Local ones have none: they are the happy path, whose bytes count. */
export function described<A>(options: ActivityOptions, summaries: Summaries<A>): ActivityInterfaceFor<A> {
  const activities = Object.entries<string>(summaries).map(([name, summary]) => {
    const proxy = proxyActivities<A>({ ...options, summary });
    return [name, proxy[name as keyof A]] as const;
  });
  return Object.fromEntries(activities) as ActivityInterfaceFor<A>;
}
