import { WithStartWorkflowOperation, Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { inFlight } from './load';
import type { Timing } from './load';

export interface BareActivities {
  step(n: number): Promise<number>;
}

export type BareKind = 'threeRemote' | 'threeLocal' | 'answering';

/** Bare workflows on the same server as the payments: worker and client in one process of their own, eager start. */
export interface Bare {
  run(kind: BareKind, concurrency: number, count: number): Promise<Timing>;
  close(): Promise<void>;
}

const QUEUE = 'bare';

export async function startBare(address: string): Promise<Bare> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue: QUEUE,
    workflowsPath: require.resolve('./bare-workflows'),
    activities: { step: async (n: number) => n + 1 } satisfies BareActivities,
    maxConcurrentWorkflowTaskExecutions: 100,
    maxCachedWorkflows: 2000,
  });
  const working = worker.run();
  const client = new Client({ connection });
  let runs = 0;
  return {
    run: (kind, concurrency, count) =>
      inFlight(concurrency, count, () => one(client, kind, `${kind}-${process.pid}-${++runs}`)),
    close: async () => {
      worker.shutdown();
      await working;
      await connection.close();
    },
  };
}

async function one(client: Client, kind: BareKind, workflowId: string): Promise<void> {
  if (kind !== 'answering') {
    await client.workflow.execute(kind, { taskQueue: QUEUE, workflowId, args: [1], requestEagerStart: true });
    return;
  }
  const start = new WithStartWorkflowOperation('answering', {
    taskQueue: QUEUE,
    workflowId,
    args: [1],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  await client.workflow.executeUpdateWithStart('answer', { startWorkflowOperation: start });
}

/** `node --import tsx bench/bare.ts ADDRESS`: serves runs over IPC, so that its CPU is not the benchmark's own. */
async function serve(): Promise<void> {
  const bare = await startBare(process.argv[2]!);
  process.on('message', async ([kind, concurrency, count]: [BareKind, number, number]) => {
    process.send!(await bare.run(kind, concurrency, count));
  });
  process.on('disconnect', () => void bare.close().then(() => process.exit(0)));
  process.send!('ready');
}

if (require.main === module) void serve();
