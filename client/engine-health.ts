import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TASK_QUEUES } from './task-queues';

const PATIENCE_MS = 2000;
const { TASK_QUEUE_TYPE_WORKFLOW: WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY: ACTIVITY } =
  temporal.api.enums.v1.TaskQueueType;

/** Whether the server answers and has our namespace: without it, nothing that we ask for would be done. */
export async function hasNamespace(client: Client): Promise<boolean> {
  const { namespace } = client.options;
  const ask = (): Promise<unknown> => client.workflowService.describeNamespace({ namespace });
  return client.withDeadline(Date.now() + PATIENCE_MS, ask).then(
    () => true,
    () => false,
  );
}

/**
 * Of each task queue, whether anybody takes both workflows and activities from it; with `identity`, whether that worker does.
 * The server goes on naming a worker that died for up to five minutes.
 */
export async function queuesWorkedOn(client: Client, identity?: string): Promise<Record<string, boolean>> {
  const ask = (): Promise<boolean[]> =>
    Promise.all(
      TASK_QUEUES.map(async (queue) => {
        const kinds = await Promise.all([WORKFLOW, ACTIVITY].map((kind) => pollersOf(client, queue, kind)));
        return kinds.every((pollers) =>
          identity === undefined ? pollers.length > 0 : pollers.includes(identity),
        );
      }),
    );
  const worked = await client.withDeadline(Date.now() + PATIENCE_MS, ask).catch(() => []);
  return Object.fromEntries(TASK_QUEUES.map((queue, index) => [queue, worked[index] ?? false]));
}

async function pollersOf(
  client: Client,
  queue: string,
  taskQueueType: temporal.api.enums.v1.TaskQueueType,
): Promise<string[]> {
  const { namespace } = client.options;
  const request = { namespace, taskQueue: { name: queue }, taskQueueType };
  const { pollers } = await client.workflowService.describeTaskQueue(request);
  return pollers.map(({ identity }) => identity ?? '');
}

/** Remembers for a moment, so that whoever asks for our readiness often does not have the server asked as often. */
export class QueueWatch {
  private asked?: { at: number; answer: Promise<Record<string, boolean>> };

  constructor(
    private readonly ask: () => Promise<Record<string, boolean>>,
    private readonly keepMs = 3000,
    private readonly now = Date.now,
  ) {}

  look(): Promise<Record<string, boolean>> {
    const { asked } = this;
    if (asked && this.now() - asked.at < this.keepMs) return asked.answer;
    const answer = this.ask();
    this.asked = { at: this.now(), answer };
    return answer;
  }
}
