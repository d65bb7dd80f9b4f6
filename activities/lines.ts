import { heartbeat } from '@temporalio/activity';
import type { LineStatus } from '../domain/lines';
import type { Batched, Beyond } from '../store/interfaces/lines';
import type { LineDeps } from './line-deps';
import { OUTCOME_MS, outcomeOf, overdue } from './line-outcomes';
import type { Forwarded } from './line-outcomes';
import { restAlive } from './line-rest';
import { watchDown, watchTrial, watchUp } from './line-watches';
import type { Watched } from './line-watches';

export type { Batched, Beyond, Forwarded, Watched };

export type LineActivities = ReturnType<typeof createLineActivities>;

export function createLineActivities(deps: LineDeps) {
  return {
    /**
     * Watches a line as it stands until something changes; what waits counts where `beyond` says. One that is down is left
     * alone first, where `coolDown` is told: for longer each time.
     */
    watchLine(acquirer: string, status: LineStatus, beyond: Beyond, coolDown?: number): Promise<Watched> {
      switch (status) {
        case 'up':
          return watchUp(deps, acquirer, beyond);
        case 'down':
          return watchDown(deps, acquirer, coolDown);
        case 'trial':
          return watchTrial(deps, acquirer, beyond);
      }
    },

    publishLine: (acquirer: string, status: LineStatus): Promise<void> =>
      deps.lines.publish(acquirer, status),

    /**
     * The first that waits for the line, as soon as the rate of the settings allows. A timer of the engine is too coarse
     * for that: it may be a second late.
     */
    async nextBatched(acquirer: string, beyond: Beyond): Promise<Batched | undefined> {
      await restAlive(deps, 1000 / deps.operating().lines.forwardPerSecond);
      return deps.lines.nextBatched(acquirer, beyond);
    },

    /** Tells one that its turn has come, if it still waits, and waits for its outcome. */
    async forward(item: Batched): Promise<Forwarded> {
      const until = deps.now() + OUTCOME_MS;
      if ((await outcomeOf(deps, item)) === 'waiting') await deps.dispatch(item);
      for (;;) {
        const outcome = await outcomeOf(deps, item);
        if (outcome !== 'waiting' && outcome !== 'sent') return outcome;
        if (deps.now() > until) return outcome === 'waiting' ? 'passed_over' : overdue(deps, item);
        heartbeat();
        await restAlive(deps, LOOK_EVERY_MS);
      }
    },
  };
}

const LOOK_EVERY_MS = 100;
