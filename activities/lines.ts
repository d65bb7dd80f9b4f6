import { setTimeout as delay } from 'node:timers/promises';
import { Context, heartbeat } from '@temporalio/activity';
import type { DeclineCode } from '../domain/declines';
import type { Leg } from '../domain/legs';
import type { LineStatus } from '../domain/lines';
import type { OperatingSettings } from '../domain/operating-settings';
import type { Acquirer } from '../gateways/acquirer/acquirer';
import type { Batched, LineStore } from '../store/interfaces/lines';
import type { PaymentStore } from '../store/interfaces/payments';
import type { RefundStore } from '../store/interfaces/refunds';

export interface LineDeps {
  lines: LineStore;
  payments: PaymentStore;
  refunds: RefundStore;
  acquirer(name: string): Acquirer;
  /** As they stand when it is called. */
  operating(): OperatingSettings;
  /** Tells the workflow of a payment or refund that its turn has come; starts it where it is missing. */
  dispatch(item: Batched): Promise<void>;
}

/** What a watch ended with: the line is down, answers again, is fine and something waits for it; or its time was over. */
export type Watched = 'down' | 'answers' | 'waiting' | 'still';

export type { Batched };

/**
 * `answered`: the acquirer has decided about it. `unresolved`: it was sent, and nobody knows what became of it: the line may
 * be down again. `passed_over`: what became of it tells nothing of the line. It was taken back meanwhile, the biller or the
 * vault had the word, or its workflow did not take it up.
 */
export type Forwarded = 'answered' | 'unresolved' | 'passed_over';

/** At once, or when the rate of the settings allows. A timer of the engine is too coarse for that: it may be a second late. */
export type Pace = 'now' | 'in its time';

/** A watch is begun anew now and then, so that it is seen to be at work. */
const WATCH_MS = 30 * 60_000;
/** How long the outcome of what was forwarded is waited for: longer than its first attempts take. */
const OUTCOME_MS = 20_000;
const LOOK_EVERY_MS = 100;

export type LineActivities = ReturnType<typeof createLineActivities>;

export function createLineActivities(deps: LineDeps) {
  return {
    /**
     * Probes the line until it is down (so often in a row) or, where it is down, until it answers; and on a line that is up
     * looks for one that waits, behind those that were passed over.
     */
    watchLine: (acquirer: string, status: LineStatus, passedOver?: Batched): Promise<Watched> =>
      watch(deps, acquirer, status, passedOver),

    publishLine: (acquirer: string, status: LineStatus): Promise<void> =>
      deps.lines.publish(acquirer, status),

    /** The first that waits for the line, after one that was passed over before. */
    async nextBatched(acquirer: string, when: Pace, after?: Batched): Promise<Batched | undefined> {
      if (when === 'in its time') await restAlive(1000 / deps.operating().lines.forwardPerSecond);
      return deps.lines.nextBatched(acquirer, after);
    },

    /** Tells one that its turn has come, if it still waits, and waits for its outcome. */
    async forward(item: Batched): Promise<Forwarded> {
      const until = Date.now() + OUTCOME_MS;
      if ((await outcomeOf(deps, item)) === 'waiting') await deps.dispatch(item);
      for (;;) {
        const outcome = await outcomeOf(deps, item);
        if (outcome !== 'waiting' && outcome !== 'sent') return outcome;
        if (Date.now() > until) return outcome === 'waiting' ? 'passed_over' : unlessVaulted(deps, item);
        heartbeat();
        await rest(LOOK_EVERY_MS);
      }
    },
  };
}

async function watch(
  deps: LineDeps,
  acquirer: string,
  status: LineStatus,
  passedOver?: Batched,
): Promise<Watched> {
  const until = Date.now() + WATCH_MS;
  let failures = 0;
  while (Date.now() < until) {
    const { probeMs, downAfterFailures } = deps.operating().lines;
    const probed = await deps.acquirer(acquirer).probe({ signal: Context.current().cancellationSignal });
    heartbeat();
    failures = probed === 'down' ? failures + 1 : 0;
    if (status !== 'up' && probed === 'up') return 'answers';
    if (status === 'up' && failures >= downAfterFailures) return 'down';
    if (status === 'up' && probed === 'up' && (await deps.lines.nextBatched(acquirer, passedOver))) {
      return 'waiting';
    }
    // What may be the beginning of an outage is looked into at once.
    await restAlive(failures > 0 && status === 'up' ? Math.min(1000, probeMs) : probeMs);
  }
  return 'still';
}

/** Said by the biller, or by the vault: the acquirer was not even asked. */
const NOT_THE_ACQUIRERS: readonly (DeclineCode | undefined)[] = [
  'account_not_found',
  'account_closed',
  'currency_mismatch',
  'card_unknown',
];

async function outcomeOf(deps: LineDeps, item: Batched): Promise<'waiting' | 'sent' | Forwarded> {
  const { status, leg } = await standingOf(deps, item);
  if (status === 'batched') return 'waiting';
  if (status === 'cancelled' || leg === undefined) return 'passed_over';
  if (leg.status === 'pending') return 'sent';
  if (leg.status === 'unknown') return unlessVaulted(deps, item);
  return NOT_THE_ACQUIRERS.includes(leg.code) ? 'passed_over' : 'answered';
}

/** The leg at the acquirer. */
async function standingOf(
  { payments, refunds }: LineDeps,
  { kind, id }: Batched,
): Promise<{ status?: string; leg?: Leg }> {
  if (kind === 'payment') {
    const state = (await payments.get(id))?.state;
    return { status: state?.status, leg: state?.funding };
  }
  const state = (await refunds.get(id))?.state;
  return { status: state?.status, leg: state?.refunding };
}

/** Where nobody knows what became of a card number, it may be the vault that is away. */
async function unlessVaulted({ payments }: LineDeps, { kind, id }: Batched): Promise<Forwarded> {
  const vaulted = kind === 'payment' && (await payments.get(id))?.order.source.type === 'vaulted_card';
  return vaulted ? 'passed_over' : 'unresolved';
}

/** Sleeps, and is woken where the activity is cancelled. */
function rest(milliseconds: number): Promise<void> {
  return delay(milliseconds, undefined, { signal: Context.current().cancellationSignal });
}

const ALIVE_EVERY_MS = 2_000;

async function restAlive(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= ALIVE_EVERY_MS) {
    await rest(Math.min(left, ALIVE_EVERY_MS));
    heartbeat();
  }
}
