import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Client, ScheduleOptions } from '@temporalio/client';
import { PAYMENTS_QUEUE } from '../client/task-queues';
import type { Settings } from './settings';

const SWEEP_ID = 'sweep-stranded-payments';

/** Makes the schedules that the workers live by, or brings those that exist in line with the settings. */
export async function ensureSchedules(client: Client, settings: Settings): Promise<void> {
  const wanted = sweepSchedule(settings);
  try {
    await client.schedule.create(wanted);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, action } = wanted;
    // Paused or not is for operations to say.
    await client.schedule.getHandle(SWEEP_ID).update((there) => ({ ...there, spec, action }));
  }
}

function sweepSchedule(settings: Settings): ScheduleOptions {
  return {
    scheduleId: SWEEP_ID,
    spec: { intervals: [{ every: settings.SWEEP_EVERY_MS }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
    action: {
      type: 'startWorkflow',
      workflowType: 'sweep',
      taskQueue: PAYMENTS_QUEUE,
      args: [settings.STRANDED_AFTER_MS],
    },
  };
}
