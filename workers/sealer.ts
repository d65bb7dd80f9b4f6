import type { Logger } from 'pino';
import type { AuditStore } from '../store/interfaces/audit';
import { repeat, type Repeated } from './repeating';

/** How many entries one seal covers at most. */
const BATCH = 1000;

/** Chains the audit log behind the writes, so that no payment ever waits for it. Every worker runs one; one at a time works. */
export function startSealer(audit: AuditStore, everyMs: number, log: Logger): Repeated {
  return repeat(async () => {
    const sealed = await audit.seal(BATCH).catch((error: Error) => {
      log.warn({ error: error.name }, 'the audit log could not be sealed just now');
      return 0;
    });
    return sealed === BATCH;
  }, everyMs);
}
