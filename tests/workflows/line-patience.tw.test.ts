import { Context, heartbeat } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Batched, LineActivities, Watched } from '../../activities/lines';
import { workflowCode } from '../../workers/bundle';
import { line } from '../../workflows';
import { eventually } from '../support/eventually';
import { timeSkippingEnvironment } from '../harness/time-skipping';

/** A line's workflow alone: how patient it is with an acquirer, by what its watches end with. */

/** What a watch ends with, after somebody told of trouble where it says so; never, where nothing is said. */
interface Watch {
  end?: Watched;
  told?: true;
}

const TASK_QUEUE = 'patience';
const TROUBLE: Watch = { told: true };
let environment: TestWorkflowEnvironment;
let worker: Worker;
let working: Promise<void>;
let watches: Watch[];
let waiting: Batched[];
/** Of each watch of a line that is down: which time it was left alone first. */
let leftAlone: (number | undefined)[];

const activities: LineActivities = {
  watchLine: async (_acquirer, status, _beyond, coolDown) => {
    if (status === 'down') leftAlone.push(coolDown);
    const { end, told } = watches.shift() ?? {};
    const { workflowId } = Context.current().info.workflowExecution!;
    if (told) await environment.client.workflow.getHandle(workflowId).signal('lineTrouble');
    if (end) return end;
    for (;;) {
      heartbeat();
      await Context.current().sleep(50);
    }
  },
  publishLine: async () => {},
  nextBatched: async () => waiting.shift(),
  forward: async () => 'answered',
};

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
  const { nativeConnection: connection } = environment;
  worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    activities,
    ...workflowCode(),
    // A watch that nobody waits for any longer hears of it at once.
    maxHeartbeatThrottleInterval: 50,
  });
  working = worker.run();
});
beforeEach(() => {
  waiting = [];
  leftAlone = [];
});
afterAll(async () => {
  worker.shutdown();
  await working;
  await environment.teardown();
});

/** Takes a line through these watches, until so many of them began while it was down. */
async function watched(ends: (Watched | Watch)[], downs: number): Promise<typeof leftAlone> {
  watches = ends.map((end) => (typeof end === 'string' ? { end } : end));
  const handle = await environment.client.workflow.start(line, {
    workflowId: `line-${expect.getState().currentTestName}`,
    taskQueue: TASK_QUEUE,
    args: [{ acquirer: 'sandbox', status: 'trial' }],
  });
  await eventually(async () => expect(leftAlone).toHaveLength(downs), 50_000);
  await handle.terminate();
  return leftAlone;
}

const OPENED = ['unresolved', 'answers', 'opened'] as const;

test('SWI-6 a page that was opened opens the line, and what is charged must still prove it', async () => {
  const ends = [...OPENED, TROUBLE, 'answers', 'answered', TROUBLE] as const;
  expect(await watched([...ends], 3)).toEqual([1, 2, 1]);
});

test('a line that a page opened is proven by one that waited', async () => {
  waiting = [{ kind: 'payment', id: 'pay_1', queuedAt: new Date().toISOString() }];
  expect(await watched([...OPENED, TROUBLE], 2)).toEqual([1, 1]);
});

test('a line that a page opened is proven by a whole watch without trouble', async () => {
  expect(await watched([...OPENED, 'still', TROUBLE], 2)).toEqual([1, 1]);
});

test('SWI-6 a line that failed is left alone once, however long it is watched, and whatever is told meanwhile', async () => {
  const ends = [
    'unresolved',
    { end: 'still', told: true },
    'still',
    'answers',
    'unresolved',
    'still',
  ] as const;
  expect(await watched([...ends], 5)).toEqual([1, undefined, undefined, 2, undefined]);
});

test('a line that probes find down is left alone by none of its watches', async () => {
  expect(await watched(['down', { end: 'still', told: true }, 'still'], 3)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
