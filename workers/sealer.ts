import type { Logger } from 'pino';
import type { AuditStore } from '../store/interfaces/audit';

/** How many entries one seal covers at most. */
const BATCH = 1000;

/** Chains the audit log behind the writes, so that no payment ever waits for it. Every worker runs one; one at a time works. */
export function startSealer(audit: AuditStore, everyMs: number, log: Logger): { stop(): Promise<void> } {
  let stopped = false;
  let wake = (): void => undefined;
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopped) {
      const sealed = await audit.seal(BATCH).catch((error: Error) => {
        log.warn({ error: error.name }, 'the audit log could not be sealed just now');
        return 0;
      });
      if (sealed < BATCH && !stopped) await rest();
    }
  };
  const running = run();
  return {
    stop: () => {
      stopped = true;
      wake();
      return running;
    },
  };
}
