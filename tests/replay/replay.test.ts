import '../harness/quiet';
import { DefaultLogger, Worker, bundleWorkflowCode } from '@temporalio/worker';
import type { WorkflowBundle } from '@temporalio/worker';
import { defaultPayloadConverter } from '@temporalio/common';
import * as workflows from '../../workflows';
import { billableActions } from '../../bench/actions';
import type { History } from '../support/engine';
import { readHistory, recordedNames } from './histories';
import { LIVE, PATHS } from './paths';
import type { PathName } from './paths';

const names = Object.keys(PATHS) as PathName[];
const startOf = ({ events }: History) => events![0]!.workflowExecutionStartedEventAttributes!;
const lastOf = ({ events }: History) => events!.at(-1)!;
const endOf = (history: History) => lastOf(history).workflowExecutionCompletedEventAttributes;

let workflowBundle: WorkflowBundle;
beforeAll(async () => {
  const workflowsPath = require.resolve('../../workflows');
  workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
});

test('each workflow type and each path through it has a recorded history', () => {
  expect(recordedNames()).toEqual([...names].sort());
  const types = new Set(names.map((name) => startOf(readHistory(name)).workflowType!.name));
  expect([...types].sort()).toEqual(Object.keys(workflows).sort());
});

test.each(names)('%s is the path that it says', (name) => {
  const history = readHistory(name);
  expect(startOf(history).workflowType!.name).toBe(PATHS[name].type);
  const { ends, endless, continues } = PATHS[name] as { ends?: object; endless?: true; continues?: true };
  if (continues) return expect(lastOf(history).workflowExecutionContinuedAsNewEventAttributes).toBeTruthy();
  if (endless) return expect(endOf(history)).toBeFalsy();
  const [result] = endOf(history)!.result!.payloads!;
  const ended = defaultPayloadConverter.fromPayload(result as never);
  if (ends) expect(ended).toMatchObject(ends);
});

test('PLT-1 the workflows as they are now replay every history', async () => {
  const histories = names.map((name) => ({ workflowId: name, history: readHistory(name) }));
  const failed = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories))
    if (error) failed.push(`${workflowId}: ${error.message}`);
  expect(failed).toEqual([]);
});

test('a history of other code does not replay', async () => {
  const history = readHistory('payment-card-declined');
  const type = startOf(history).workflowType!;
  type.name = 'sweep';
  await expect(Worker.runReplayHistory({ workflowBundle }, history, 'other')).rejects.toThrow(
    'nondeterminism',
  );
});

test('PLT-1 a card payment that goes well takes at most 12 events and 4 billable actions', () => {
  const history = readHistory(LIVE);
  expect(history.events!.length).toBeLessThanOrEqual(12);
  expect(billableActions(history)).toBeLessThanOrEqual(4);
});
