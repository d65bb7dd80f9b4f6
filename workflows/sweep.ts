/** Runs on a schedule: a payment or refund that is not over and has no workflow gets one. Nothing acknowledged is lost. */
import { setCurrentDetails } from '@temporalio/workflow';
import type { Swept, SweepingActivities } from '../activities/sweeping';
import { described } from './running/described';

// Each try goes on from where the one before was, so that this many are enough for as many as there may be.
const { restartStranded } = described<SweepingActivities>(
  { startToCloseTimeout: '10m', heartbeatTimeout: '30s', retry: { maximumAttempts: 20 } },
  { restartStranded: 'Give each payment and refund that nobody works on a workflow' },
);

/** Longer than a payment is between two changes while its workflow is at work and nothing is wrong. */
export const STRANDED_AFTER_MS = 60_000;

export async function sweep(unchangedForMs = STRANDED_AFTER_MS): Promise<Swept> {
  setCurrentDetails('Looking for payments and refunds that nobody works on');
  const swept = await restartStranded(unchangedForMs);
  setCurrentDetails(`Took up **${swept.looked - swept.failed}**; could not take up **${swept.failed}**`);
  return swept;
}
