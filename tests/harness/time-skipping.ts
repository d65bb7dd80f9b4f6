import './quiet';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { TimeSkippingTestWorkflowEnvironmentOptions } from '@temporalio/testing';

const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD, INDEXED_VALUE_TYPE_BOOL: BOOL } =
  temporal.api.enums.v1.IndexedValueType;

/**
 * A time-skipping environment for `*.tw.test.ts`. It has no schedules and no listing, and one global clock: use one for a
 * test file, and `teardown()` it in `afterAll`.
 */
export async function timeSkippingEnvironment(
  options: Omit<TimeSkippingTestWorkflowEnvironmentOptions, 'server'> = {},
): Promise<TestWorkflowEnvironment> {
  const path = process.env.TEST_TIME_SKIPPING_SERVER;
  if (!path) throw new Error('TEST_TIME_SKIPPING_SERVER is not set: name the file *.tw.test.ts');
  const environment = await patiently(() =>
    TestWorkflowEnvironment.createTimeSkipping({
      ...options,
      server: { executable: { type: 'existing-path', path } },
    }),
  );
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: { TillflowStatus: KEYWORD, TillflowChannel: KEYWORD, TillflowAttention: BOOL },
  });
  return environment;
}

/** The SDK gives the server five seconds to start, which a busy machine may not have. */
async function patiently<T>(start: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await start();
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}
