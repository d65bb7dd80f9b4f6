// How the embedded Temporal server is set. These settings matter more than code: as shipped, its one history shard reads its
// queues 20 times a second, so every hop waits for a 50 ms tick, and its rollback journal flushes several times a write.

const DYNAMIC = {
  'history.transferProcessorMaxPollRPS': 2000,
  'history.timerProcessorMaxPollRPS': 100,
  'system.enableActivityEagerExecution': true,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
};

/** Search attributes that the stack registers: name → type as the command line writes it. */
export const SEARCH_ATTRIBUTES = {
  TillflowStatus: 'Keyword',
  TillflowChannel: 'Keyword',
  TillflowAttention: 'Bool',
};

/** Less garbage collection: about a tenth faster. */
export const ENVIRONMENT = { GOGC: '400' };

/**
 * Arguments of `temporal server start-dev`.
 * @param {{ host?: string, port: number, uiPort?: number, file?: string, namespace?: string, synchronous?: string,
 *   codecEndpoint?: string }} options
 * without `uiPort` there is no Web UI, without `file` the server keeps everything in memory;
 * `synchronous` is SQLite's: FULL survives a power cut, NORMAL only a killed process, but is faster
 */
export function startDevArguments({
  host = '127.0.0.1',
  port,
  uiPort,
  file,
  namespace,
  synchronous = 'FULL',
  codecEndpoint,
}) {
  const args = ['server', 'start-dev', '--ip', host, '--port', String(port), '--log-level', 'warn'];
  if (namespace) args.push('--namespace', namespace);
  if (uiPort) args.push('--ui-port', String(uiPort));
  else args.push('--headless');
  if (file) {
    args.push('--db-filename', file);
    args.push('--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', `synchronous=${synchronous}`);
  }
  if (uiPort && codecEndpoint) args.push('--ui-codec-endpoint', codecEndpoint);
  for (const [key, value] of Object.entries(DYNAMIC)) args.push('--dynamic-config-value', `${key}=${value}`);
  for (const [name, type] of Object.entries(SEARCH_ATTRIBUTES))
    args.push('--search-attribute', `${name}=${type}`);
  return args;
}
