import type { Logger } from 'pino';
import type { Tell, WebhookStart, WebhookStore } from '../store/interfaces/webhooks';
import { repeat, type Repeated } from './repeating';

/** How many seals are followed at a time. */
const SEALS = 5;
/** How many workflows are started at a time, and how many tries one channel may have under way: a worker has 200 places. */
const STARTS = { limit: 50, perChannel: 40 };

export interface ForwarderParts {
  webhooks: Pick<WebhookStore, 'forward' | 'startPending'>;
  tell: Tell;
  /** Starts a delivery's workflow, or has it sent once more; a second time is the same as once. */
  start(delivery: WebhookStart): Promise<void>;
  everyMs: number;
  log: Logger;
}

/**
 * Makes deliveries of what the log has sealed and sets them going, behind everything else: no payment ever waits for it.
 * Every worker runs one; whatever one leaves behind is taken up by the next.
 */
export function startForwarder({ webhooks, tell, start, everyMs, log }: ForwarderParts): Repeated {
  const failed = (what: string) => (error: Error) => {
    log.warn({ error: error.name }, what);
    return 0;
  };
  const tryStart = async (delivery: WebhookStart): Promise<boolean> => {
    try {
      await start(delivery);
      return true;
    } catch (error) {
      failed('a webhook could not be started just now')(error as Error);
      return false;
    }
  };
  return repeat(async () => {
    const forwarded = await webhooks
      .forward(SEALS, tell)
      .catch(failed('webhooks could not be made just now'));
    const started = await webhooks
      .startPending(STARTS, tryStart)
      .catch(failed('webhooks could not be started just now'));
    return forwarded === SEALS || started === STARTS.limit;
  }, everyMs);
}
