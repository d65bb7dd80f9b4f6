import type { Client } from '@temporalio/client';

/** A signal of it is kept in the history; the engine suggests to continue as new beyond four megabytes. */
export const PADDING = 'x'.repeat(1_100_000);

/** Sends a workflow news until its history is so long that the engine suggests to begin a new one. */
export async function makeLong(client: Client, workflowId: string): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  for (let sent = 0; sent < 4; sent++) await handle.signal('news', PADDING);
}
