/**
 * The line to one acquirer, for as long as there is one.
 *
 * It is probed, and those who speak to the acquirer say when nothing comes back. When it is down, that is published: what
 * is asked for then is batched or refused. When it answers again, it is tried with one of those that waited, or with the
 * next payment that comes where none did; only where the acquirer decides about it is the line up, and the others follow
 * one after another, in the order in which they were taken on, not faster than the settings say. Each waits in its own
 * workflow and is sent by it, once.
 */
import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Forwarded, LineActivities, Watched } from '../activities/lines';
import { RunningLine } from './line/running';
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
const { nextBatched } = proxyActivities<LineActivities>({
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

export async function line({ acquirer, status = 'up', memory }: LineInput): Promise<never> {
  const running = new RunningLine(acquirer, status, memory);
  setHandler(messages.lineTrouble, () => void (running.trouble = true));
  for (;;) {
    if (running.status === 'up') await stayUp(running);
    else if (running.status === 'trial') await beTried(running);
    else await comeBack(running);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof line>(running.asInput());
  }
}

/** Until the line is down; what waits meanwhile goes out. */
async function stayUp(running: RunningLine): Promise<void> {
  const seen = await watchUntilTrouble(running);
  if (seen === 'down') await (running.trouble ? running.fail() : running.become('down'));
  if (seen === 'waiting') await forwardAll(running);
  if (seen === 'still') running.held();
}

/** Until the line answers again. One that probes find well and payments don't is left alone for a while first. */
async function comeBack(running: RunningLine): Promise<void> {
  if ((await watch(running)) !== 'answers') return;
  running.forgetTrouble();
  running.passNoneOver();
  await running.become('trial');
}

/** Until one is sent that tells whether the line works, or the watch brings another to send. */
async function beTried(running: RunningLine): Promise<void> {
  const seen = await watch(running);
  const told = seen === 'waiting' ? await forwardNext(running) : seen;
  if (told === 'down') await running.become('down');
  if (told === 'unresolved') await running.fail();
  if (told === 'still') running.passNoneOver();
  if (told === 'answered') running.proven();
  if (told === 'answered' || told === 'opened') {
    running.forgetTrouble();
    await running.become('up');
    await forwardAll(running);
  }
}

/** One after another, for as long as the line holds. */
async function forwardAll(running: RunningLine): Promise<void> {
  while (!running.trouble && !workflowInfo().continueAsNewSuggested) {
    const sent = await forwardNext(running);
    if (sent === 'none') return;
    if (sent === 'answered') running.proven();
    if (sent === 'unresolved') running.trouble = true;
  }
  if (running.trouble) await running.fail();
}

/**
 * Sends the next. It is chosen in a step of its own: where telling it is repeated after a crash, no other is sent before it.
 * One that tells nothing of the line is passed over.
 */
async function forwardNext(running: RunningLine): Promise<'none' | Forwarded> {
  const next = await nextBatched(running.acquirer, running.beyond);
  if (!next) return 'none';
  const sent = await forward(next).catch(orPassOver);
  if (sent === 'passed_over' || sent === 'vault_silent') running.passOver(next, sent);
  return sent;
}

function orPassOver(error: unknown): Forwarded {
  if (isCancellation(error)) throw error;
  return 'passed_over';
}

/** Watches until something changes. */
function watch(running: RunningLine): Promise<Watched> {
  const { acquirer, status, beyond } = running;
  return watchLine(acquirer, status, beyond, status === 'down' ? running.takeCoolDown() : undefined);
}

/** On a line that is thought to be up, trouble ends the watch. A trial is told by its own payment. */
async function watchUntilTrouble(running: RunningLine): Promise<Watched> {
  const scope = new CancellationScope();
  return scope.run(async () => {
    const watching = watch(running);
    const troubled = condition(() => running.trouble).then((): Watched => 'down');
    try {
      return await Promise.race([watching, troubled]);
    } finally {
      scope.cancel();
      await Promise.allSettled([watching, troubled]);
    }
  });
}
