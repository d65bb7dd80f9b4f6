import { Worker } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { sleeper } from './sleeper.workflow';
import { timeSkippingEnvironment } from './time-skipping';

describe('the time-skipping server', () => {
  let environment: TestWorkflowEnvironment;

  beforeAll(async () => {
    environment = await timeSkippingEnvironment();
  });

  afterAll(async () => {
    await environment?.teardown();
  });

  it('sleeps a month in no time', async () => {
    const taskQueue = 'harness';
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowsPath: require.resolve('./sleeper.workflow'),
    });
    const start = { taskQueue, workflowId: 'sleeper' };
    const slept = await worker.runUntil(environment.client.workflow.execute(sleeper, start));
    expect(slept).toBeGreaterThanOrEqual(31 * 24 * 3600 * 1000);
  });
});
