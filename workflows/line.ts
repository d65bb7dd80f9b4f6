/**
 * The line to one acquirer, for as long as there is one.
 *
 * It is probed, and those who speak to the acquirer say when nothing comes back. When it is down, that is published: what
 * is asked for then is batched or refused. When it answers again, one of those that waited is tried, if there is any; only
 * where the acquirer decides about it is the line up, and the others follow one after another, in the order in which they were taken on, not
 * faster than the settings say. Each waits in its own workflow and is sent by it, once.
 */
import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Batched, Forwarded, LineActivities, Pace, Watched } from '../activities/lines';
import type { LineStatus } from '../domain/lines';
import type { LineInput } from './messages';
import * as messages from './messages';

const RETRY = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' } as const;

const { watchLine } = proxyActivities<LineActivities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: '15s',
  // It hears of it with its next heartbeat, and does nothing meanwhile that matters.
  cancellationType: 'TRY_CANCEL',
  retry: RETRY,
});
const { nextBatched, publishLine } = proxyActivities<LineActivities>({
  startToCloseTimeout: '1m',
  heartbeatTimeout: '15s',
  retry: RETRY,
});
/** What can't be told that its turn has come must not keep the others waiting. */
const { forward } = proxyActivities<LineActivities>({
  startToCloseTimeout: '1m',
  heartbeatTimeout: '15s',
  retry: { ...RETRY, maximumAttempts: 3 },
});

/** A line that probes find well and payments don't is left alone for so long before one is tried, in milliseconds. */
const COOL_DOWN = 10_000;

export async function line({ acquirer, status = 'up' }: LineInput): Promise<never> {
  const running = new RunningLine(acquirer, status);
  setHandler(messages.lineTrouble, () => void (running.trouble = true));
  for (;;) {
    if (running.status === 'up') await stayUp(running);
    else await comeBack(running);
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof line>({ acquirer, status: running.status });
    }
  }
}

/** Until the line is down; what waits meanwhile goes out. */
async function stayUp(running: RunningLine): Promise<void> {
  const seen = await running.watch();
  if (seen === 'down') await running.become('down');
  if (seen === 'waiting') await forwardAll(running);
  if (seen === 'still') running.passedOver = undefined;
}

/** Until the line has been tried with one that waited, or nothing waits. */
async function comeBack(running: RunningLine): Promise<void> {
  if (running.trouble) await sleep(COOL_DOWN);
  if ((await running.watch()) !== 'answers') return;
  // What was told of the outage is no news of the line that is back.
  running.trouble = false;
  running.passedOver = undefined;
  await running.become('trial');
  if ((await running.forwardNext('now')) === 'unresolved') return running.fail();
  await running.become('up');
  await forwardAll(running);
}

/** One after another, for as long as the line holds. */
async function forwardAll(running: RunningLine): Promise<void> {
  while (!running.trouble && !workflowInfo().continueAsNewSuggested) {
    const sent = await running.forwardNext('in its time');
    if (sent === 'none') return;
    if (sent === 'unresolved') running.trouble = true;
  }
  if (running.trouble) await running.fail();
}

class RunningLine {
  /** Those who speak to the acquirer had no answer, several times in a row. */
  trouble = false;
  /** Up to here those that still wait were passed over; they are tried again after a while, or after the next outage. */
  passedOver?: Batched;

  constructor(
    readonly acquirer: string,
    public status: LineStatus,
  ) {
    this.describe();
  }

  /**
   * Sends the next. It is chosen in a step of its own: where telling it is repeated after a crash, no other is sent before it.
   * One that tells nothing of the line is passed over.
   */
  async forwardNext(when: Pace): Promise<'none' | 'answered' | 'unresolved'> {
    while (!this.trouble) {
      const next = await nextBatched(this.acquirer, when, this.passedOver);
      if (!next) return 'none';
      const sent = await forward(next).catch(orPassOver);
      if (sent !== 'passed_over') return sent;
      this.passedOver = next;
    }
    return 'unresolved';
  }

  async become(status: LineStatus): Promise<void> {
    await publishLine(this.acquirer, status);
    this.status = status;
    this.describe();
  }

  /** Down, although probes may find it well. */
  async fail(): Promise<void> {
    this.trouble = true;
    await this.become('down');
  }

  /** Watches until something changes; trouble ends the watch on a line that was thought to be up. */
  async watch(): Promise<Watched> {
    if (this.status !== 'up') return watchLine(this.acquirer, this.status);
    const { passedOver } = this;
    const scope = new CancellationScope();
    return scope.run(async () => {
      const watching = watchLine(this.acquirer, this.status, passedOver);
      const troubled = condition(() => this.trouble).then((): Watched => 'down');
      try {
        return await Promise.race([watching, troubled]);
      } finally {
        scope.cancel();
        await Promise.allSettled([watching, troubled]);
      }
    });
  }

  private describe(): void {
    setCurrentDetails(`The line to **${this.acquirer}** is **${this.status}**`);
  }
}

function orPassOver(error: unknown): Forwarded {
  if (isCancellation(error)) throw error;
  return 'passed_over';
}
