import { Context, heartbeat } from '@temporalio/activity';
import type { Beyond, Trial } from '../store/interfaces/lines';
import { trialOutcome } from './line-outcomes';
import { restAlive } from './line-rest';
import type { LineDeps } from './line-deps';

/**
 * What a watch ended with: the line is down, answers again, is fine and something waits for it; or its time was over. A
 * trial ends with what became of the payment that was let in, where that tells something of the line; `opened`, where its
 * page was opened.
 */
export type Watched = 'down' | 'answers' | 'waiting' | 'still' | 'opened' | 'answered' | 'unresolved';

/** A watch is begun anew now and then, so that it is seen to be at work. */
const WATCH_MS = 30 * 60_000;
/** A vault that was silent is given something to send again after this time. */
const VAULT_RESTS_MS = 60_000;
/** What may be the beginning of an outage, and a trial, are looked into so often at least. */
const CLOSELY_MS = 1_000;

/** However often its trials failed, a line is not left alone for longer. */
const LONGEST_COOL_DOWN_MS = 5 * 60_000;

/** Probes a line that is down until it answers. The first time that it was left alone is as long as between two probes. */
export async function watchDown(deps: LineDeps, acquirer: string, coolDown?: number): Promise<Watched> {
  if (coolDown) {
    const doubled = deps.operating().lines.probeMs * 2 ** (coolDown - 1);
    await restAlive(deps, Math.min(doubled, LONGEST_COOL_DOWN_MS));
  }
  for (const until = Date.now() + WATCH_MS; Date.now() < until;) {
    if (await isThere(deps, acquirer)) return 'answers';
    await restAlive(deps, deps.operating().lines.probeMs);
  }
  return 'still';
}

/** Probes a line that is up until it is down, so often in a row, and looks for one that waits. */
export async function watchUp(deps: LineDeps, acquirer: string, beyond: Beyond): Promise<Watched> {
  let failures = 0;
  for (const until = endOf(beyond); Date.now() < until;) {
    const { probeMs, downAfterFailures } = deps.operating().lines;
    failures = (await isThere(deps, acquirer)) ? 0 : failures + 1;
    if (failures >= downAfterFailures) return 'down';
    if (failures === 0 && (await deps.lines.nextBatched(acquirer, beyond))) return 'waiting';
    await restAlive(deps, failures > 0 ? Math.min(CLOSELY_MS, probeMs) : probeMs);
  }
  return 'still';
}

/**
 * Has a line tried. One that waits goes first, and is for the workflow to send; where none does, one fresh payment is let
 * in, and what becomes of it is watched.
 */
export async function watchTrial(deps: LineDeps, acquirer: string, beyond: Beyond): Promise<Watched> {
  let probed = Date.now();
  for (const until = endOf(beyond); Date.now() < until;) {
    const { probeMs } = deps.operating().lines;
    if (Date.now() - probed >= probeMs) {
      if (!(await isThere(deps, acquirer))) return 'down';
      probed = Date.now();
    }
    const trial = await deps.lines.trialOf(acquirer);
    const seen = trial ? await triedBy(deps, acquirer, trial) : await untried(deps, acquirer, beyond);
    if (seen) return seen;
    await restAlive(deps, Math.min(CLOSELY_MS, probeMs));
  }
  return 'still';
}

async function triedBy(deps: LineDeps, acquirer: string, trial: Trial): Promise<Watched | undefined> {
  const outcome = await trialOutcome(deps, trial);
  if (outcome === 'opened' || outcome === 'answered' || outcome === 'unresolved') return outcome;
  if (outcome === 'passed_over') await deps.lines.freeTrial(acquirer, trial.paymentId);
  return undefined;
}

async function untried({ lines }: LineDeps, acquirer: string, beyond: Beyond): Promise<Watched | undefined> {
  if (await lines.nextBatched(acquirer, beyond)) {
    return (await lines.withdrawTrial(acquirer)) ? 'waiting' : undefined;
  }
  await lines.offerTrial(acquirer);
  return undefined;
}

async function isThere(deps: LineDeps, acquirer: string): Promise<boolean> {
  const probed = await deps.acquirer(acquirer).probe({ signal: Context.current().cancellationSignal });
  heartbeat();
  return probed === 'up';
}

function endOf({ withoutVaulted }: Beyond): number {
  return Date.now() + (withoutVaulted ? VAULT_RESTS_MS : WATCH_MS);
}
