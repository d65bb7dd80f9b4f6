import { condition } from '@temporalio/workflow';
import { WORKFLOW_ACTOR } from '../../domain/actors';
import type { RefundFact } from '../../domain/refunds';
import type { RunningRefund } from './running';

/** Waits for a verdict: escalates the request once when it lies too long, and lets it expire in the end. */
export async function decided(running: RunningRefund): Promise<void> {
  const { order } = running;
  if (!running.state.escalated && !(await verdictBy(running, order.escalateAt))) {
    await note(running, { type: 'escalated' });
  }
  await verdictBy(running, order.expiresAt);
  await note(running, factOf(running));
}

/** True where a verdict came before that time. */
function verdictBy(running: RunningRefund, time: string): Promise<boolean> {
  const given = (): boolean => running.verdict !== undefined;
  const left = Date.parse(time) - Date.now();
  const summary = 'Wait for a manager';
  return left > 0 ? condition(given, left, { summary }) : Promise.resolve(given());
}

function factOf({ verdict }: RunningRefund): RefundFact {
  if (!verdict) return { type: 'expired' };
  if (verdict.type === 'cancelled') return verdict;
  const { actor, note: said, batch } = verdict;
  const decision = { actor, at: new Date().toISOString(), ...(said !== undefined && { note: said }) };
  return verdict.type === 'approved'
    ? { type: 'approved', batched: batch === true, ...decision }
    : { type: 'rejected', ...decision };
}

async function note(running: RunningRefund, fact: RefundFact): Promise<void> {
  const actor = 'actor' in fact ? fact.actor : WORKFLOW_ACTOR;
  const { order, state } = running;
  running.become(await running.writing.noteRefund(order, state, fact, actor));
  running.publish();
}
