import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { PAYMENTS_QUEUE } from '../client/task-queues';
import type { Settings } from './settings';

const SWEEP_ID = 'sweep-stranded-payments';

/** Makes the schedules that the workers live by; those that exist are left as operations set them. */
export async function ensureSchedules(client: Client, settings: Settings): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: SWEEP_ID,
      spec: { intervals: [{ every: settings.SWEEP_EVERY_MS }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
      action: {
        type: 'startWorkflow',
        workflowType: 'sweep',
        taskQueue: PAYMENTS_QUEUE,
        args: [settings.STRANDED_AFTER_MS],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
