import type { Client } from '@temporalio/client';
import * as messages from '../workflows/messages';
import type { LineInput } from '../workflows/messages';
import { engine } from './engine';
import { signal } from './messaging';
import { LINES_QUEUE } from './task-queues';

export const lineIdOf = (acquirer: string): string => `line-${acquirer}`;

/** Sees to it that an acquirer's line is watched; again is the same as once. It begins with what was last published. */
export async function ensureLine(client: Client, input: LineInput): Promise<void> {
  await engine(() =>
    client.workflow.start('line', {
      workflowId: lineIdOf(input.acquirer),
      taskQueue: LINES_QUEUE,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    }),
  );
}

/** Says that an acquirer does not answer. False where nobody watches its line. */
export function reportTrouble(client: Client, acquirer: string): Promise<boolean> {
  return signal(client, lineIdOf(acquirer), messages.lineTrouble);
}
