import { Client } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import type { LogEntry } from '@temporalio/worker';
import type { Logger } from 'pino';
import { parsePayloadKeys } from '../client/codec';
import { dataConverterWith } from '../client/data-converter';
import type { Settings } from './settings';

/** A connection to Temporal that a worker and a client share: an eager start goes to the worker of the same connection. */
export interface Engine {
  connection: NativeConnection;
  client: Client;
  close(): Promise<void>;
}

export async function connectEngine(settings: Settings): Promise<Engine> {
  const connection = await NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS });
  const dataConverter = dataConverterWith(parsePayloadKeys(settings.PAYLOAD_KEYS));
  const client = new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE, dataConverter });
  return { connection, client, close: () => connection.close() };
}

/** Once a process, before anything of Temporal's is made: its log goes into ours. */
export function installRuntime(log: Logger): void {
  Runtime.install({
    shutdownSignals: [],
    logger: {
      log: (level, message, meta) => write(log, level, message, meta),
      trace: (message, meta) => write(log, 'TRACE', message, meta),
      debug: (message, meta) => write(log, 'DEBUG', message, meta),
      info: (message, meta) => write(log, 'INFO', message, meta),
      warn: (message, meta) => write(log, 'WARN', message, meta),
      error: (message, meta) => write(log, 'ERROR', message, meta),
    },
  });
}

function write(log: Logger, level: LogEntry['level'], message: string, meta?: Record<string, unknown>): void {
  // Temporal's own news is of interest to whoever looks into Temporal: one level down from ours.
  const method = { TRACE: 'trace', DEBUG: 'trace', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
  log[method[level]]({ temporal: idsOf(meta) }, message);
}

/** Only what identifies a task: an error's text may quote a payload. */
function idsOf(meta: Record<string, unknown> = {}): Record<string, unknown> {
  const { workflowId, workflowType, activityType, attempt, taskQueue, error } = meta;
  const name = error instanceof Error ? error.name : undefined;
  return { workflowId, workflowType, activityType, attempt, taskQueue, error: name };
}
