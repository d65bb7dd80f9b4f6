import { setTimeout as delay } from 'node:timers/promises';
import { CommandRefused } from '../../client/interfaces';

const AGAIN_AFTER_MS = 300;
const MOST_TRIES = 10;

/**
 * Gives a person's decision about what is on the attention list. A workflow that waits may not have heard yet what the list
 * shows, as an attempt that was given up has said so: it is made to look, and is asked again.
 * @throws CommandRefused
 */
export async function resolveListed<State>(
  isListed: boolean,
  resolve: () => Promise<State>,
  news: () => Promise<unknown>,
): Promise<State> {
  for (let tries = 1; ; tries++) {
    try {
      return await resolve();
    } catch (error) {
      const unheard = error instanceof CommandRefused && error.reason === 'not_in_attention';
      if (!isListed || !unheard || tries === MOST_TRIES) throw error;
    }
    if (tries === 1) await news();
    await delay(AGAIN_AFTER_MS);
  }
}
