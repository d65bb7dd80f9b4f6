import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { temporalAddress } from '../harness/temporal';
import { eventually } from './eventually';

/** A namespace of one's own on the shared Temporal server, bare: without our search attributes. */
export async function newNamespace(): Promise<string> {
  const namespace = `other-${randomUUID()}`;
  const connection = await Connection.connect({ address: temporalAddress() });
  const { workflowService } = connection;
  try {
    await workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    // It is known to all parts of the server after a while.
    await eventually(() => workflowService.describeTaskQueue({ namespace, taskQueue: { name: 'any' } }));
  } finally {
    await connection.close();
  }
  return namespace;
}
