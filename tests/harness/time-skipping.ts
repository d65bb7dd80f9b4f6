import './quiet';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { TimeSkippingTestWorkflowEnvironmentOptions } from '@temporalio/testing';

/**
 * A time-skipping environment for `*.tw.test.ts`. It has no schedules and no listing, and one global clock: use one for a
 * test file, and `teardown()` it in `afterAll`.
 */
export function timeSkippingEnvironment(
  options: Omit<TimeSkippingTestWorkflowEnvironmentOptions, 'server'> = {},
): Promise<TestWorkflowEnvironment> {
  const path = process.env.TEST_TIME_SKIPPING_SERVER;
  if (!path) throw new Error('TEST_TIME_SKIPPING_SERVER is not set: name the file *.tw.test.ts');
  return TestWorkflowEnvironment.createTimeSkipping({
    ...options,
    server: { executable: { type: 'existing-path', path } },
  });
}
