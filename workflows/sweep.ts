/** Runs on a schedule: a payment or refund that is not over and has no workflow gets one. Nothing acknowledged is lost. */
import { proxyActivities } from '@temporalio/workflow';
import type { Swept, SweepingActivities } from '../activities/sweeping';

const { restartStranded } = proxyActivities<SweepingActivities>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '30s',
  retry: { maximumAttempts: 3 },
});

/** Longer than a payment is between two changes while its workflow is at work and nothing is wrong. */
export const STRANDED_AFTER_MS = 60_000;

export async function sweep(unchangedForMs = STRANDED_AFTER_MS): Promise<Swept> {
  return restartStranded(unchangedForMs);
}
