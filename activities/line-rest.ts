import { Context, heartbeat } from '@temporalio/activity';
import type { LineDeps } from './line-deps';

const ALIVE_EVERY_MS = 2_000;

/** Lets time pass, seen to be alive, and is woken where the activity is cancelled. */
export async function restAlive({ rest }: Pick<LineDeps, 'rest'>, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= ALIVE_EVERY_MS) {
    await rest(Math.min(left, ALIVE_EVERY_MS), Context.current().cancellationSignal);
    heartbeat();
  }
}
