import type { Client } from '@temporalio/client';

const PATIENCE_MS = 2000;

/** Whether the server answers and has our namespace: without it, nothing that we ask for would be done. */
export async function hasNamespace(client: Client): Promise<boolean> {
  const { namespace } = client.options;
  const ask = (): Promise<unknown> => client.workflowService.describeNamespace({ namespace });
  return client.withDeadline(Date.now() + PATIENCE_MS, ask).then(
    () => true,
    () => false,
  );
}
