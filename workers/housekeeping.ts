import type { Logger } from 'pino';
import type { Store } from '../store/interfaces/store';
import { repeat, type Repeated } from './repeating';
import type { Settings } from './settings';

const EVERY_MS = 60_000;
/** How many rows one statement deletes: it holds them, and the log of the database, no longer than that takes. */
const BATCH = 1000;
/** How many deliveries are started anew at a time. */
const REVIVED = 50;
/** Much longer than a try takes, and being told of it. */
const OVERDUE_MS = 15 * 60_000;

type Kept = Pick<Settings, 'IDEMPOTENCY_KEEP_MS' | 'WEBHOOK_KEEP_MS' | 'MESSAGE_KEEP_MS'>;
type Tidied = Pick<Store, 'idempotency' | 'webhooks' | 'messages'>;

/**
 * Deletes what is needed no more, so that tables have an end, and takes up deliveries that have lost their workflow. Every worker
 * does so; what one works on the others let pass.
 */
export function startHousekeeping(
  { idempotency, webhooks, messages }: Tidied,
  settings: Kept,
  log: Logger,
  everyMs = EVERY_MS,
): Repeated {
  const chores: [string, number, () => Promise<number>][] = [
    ['stuck webhooks', REVIVED, () => webhooks.reviveStuck(REVIVED, OVERDUE_MS)],
    ['old answers', BATCH, () => idempotency.forget(BATCH, settings.IDEMPOTENCY_KEEP_MS)],
    ['old webhooks', BATCH, () => webhooks.forget(BATCH, settings.WEBHOOK_KEEP_MS)],
    ['old messages', BATCH, () => messages.forget(BATCH, settings.MESSAGE_KEEP_MS)],
  ];
  return repeat(async () => {
    let more = false;
    for (const [what, most, chore] of chores) {
      const done = await chore().catch((error: Error) => {
        log.warn({ error: error.name, what }, 'housekeeping failed just now');
        return 0;
      });
      more ||= done === most;
    }
    return more;
  }, everyMs);
}
