import type { Logger } from 'pino';
import { describeError } from './errors';
import type { Records } from './records';

export interface Sweeper {
  /** Once what is under way has ended. */
  stop(): Promise<void>;
}

/** Erases what has lived long enough, at once and then again and again. */
export function startSweeper(
  records: Records,
  everyMs: number,
  log: Logger,
  now = () => new Date(),
): Sweeper {
  let underWay = Promise.resolve();
  const sweep = async (): Promise<void> => {
    try {
      const erased = await records.sweep(now());
      if (erased > 0) log.info({ erased, reason: 'expired' }, 'card numbers erased');
      await records.vacuum();
    } catch (error) {
      log.error(describeError(error), 'sweep failed; the next one tries again');
    }
  };
  const next = (): void => {
    underWay = underWay.then(sweep);
  };
  next();
  const timer = setInterval(next, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
