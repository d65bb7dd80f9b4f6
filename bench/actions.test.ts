import type { temporal } from '@temporalio/proto';
import { billableActions } from './actions';

type Event = temporal.api.history.v1.IHistoryEvent;

const marker = (markerName: string, task: number): Event => ({
  markerRecordedEventAttributes: { markerName, workflowTaskCompletedEventId: task as never },
});
const local = (task: number): Event => marker('core_local_activity', task);

test.each<[string, number, Event[]]>([
  ['nothing', 0, []],
  ['a start', 1, [{ workflowExecutionStartedEventAttributes: {} }]],
  [
    'its tasks and its end',
    0,
    [{ workflowTaskCompletedEventAttributes: {} }, { workflowExecutionCompletedEventAttributes: {} }],
  ],
  ['the local activities of one task', 1, [local(4), local(4), local(4)]],
  ['local activities of two tasks', 2, [local(4), local(9)]],
  ['another marker', 1, [marker('core_patch', 4)]],
  ['a search attribute upsert', 1, [{ upsertWorkflowSearchAttributesEventAttributes: {} }]],
  ['a timer, fired', 1, [{ timerStartedEventAttributes: {} }, { timerFiredEventAttributes: {} }]],
  ['a signal', 1, [{ workflowExecutionSignaledEventAttributes: {} }]],
  [
    'an update, completed',
    1,
    [
      { workflowExecutionUpdateAcceptedEventAttributes: {} },
      { workflowExecutionUpdateCompletedEventAttributes: {} },
    ],
  ],
  [
    'an activity at its third attempt',
    3,
    [{ activityTaskScheduledEventAttributes: {} }, { activityTaskStartedEventAttributes: { attempt: 3 } }],
  ],
  ['a child workflow', 2, [{ startChildWorkflowExecutionInitiatedEventAttributes: {} }]],
])('%s costs %i', (_, cost, events) => {
  expect(billableActions({ events })).toBe(cost);
});
