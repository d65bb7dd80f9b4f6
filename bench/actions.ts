import type { temporal } from '@temporalio/proto';

type History = temporal.api.history.v1.IHistory;
type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/**
 * Billable actions of one execution, as Temporal Cloud counts them: starting, each remote activity attempt, timer, signal,
 * update, search attribute upsert, marker that is not a local activity's, and the local activities of one workflow task together;
 * a child workflow counts two.
 */
export function billableActions(history: History): number {
  const events = history.events ?? [];
  const tasksWithLocalActivities = new Set(
    events
      .filter((event) => event.markerRecordedEventAttributes?.markerName === 'core_local_activity')
      .map((event) => String(event.markerRecordedEventAttributes!.workflowTaskCompletedEventId)),
  );
  return events.reduce((sum, event) => sum + actionsOf(event), tasksWithLocalActivities.size);
}

function actionsOf(event: HistoryEvent): number {
  const marker = event.markerRecordedEventAttributes?.markerName;
  if (marker) return marker === 'core_local_activity' ? 0 : 1;
  if (event.startChildWorkflowExecutionInitiatedEventAttributes) return 2;
  // Each attempt is billed; the event of the last one says how many there were.
  if (event.activityTaskStartedEventAttributes) return event.activityTaskStartedEventAttributes.attempt ?? 1;
  const single =
    event.workflowExecutionStartedEventAttributes ??
    event.timerStartedEventAttributes ??
    event.workflowExecutionSignaledEventAttributes ??
    event.workflowExecutionUpdateAcceptedEventAttributes ??
    event.upsertWorkflowSearchAttributesEventAttributes;
  return single ? 1 : 0;
}
