import { setTimeout as delay } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { PaymentState } from '../domain/payments';
import type { fundingAnswer } from '../workflows/messages';

/** A question to a payment's workflow that it answers when it can. */
export interface Question {
  paymentId: string;
  update: typeof fundingAnswer;
  waitMs: number;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** `ended`: there is no workflow to ask, the store knows; `no answer`: not in time, or not just now. */
type Answer = PaymentState | 'ended' | 'no answer';

async function ask(client: Client, { paymentId, update, waitMs, signal }: Question): Promise<Answer> {
  const call = (): Promise<PaymentState> => client.workflow.getHandle(paymentId).executeUpdate(update);
  if (signal.aborted) return 'no answer';
  // A deadline would hold for each attempt of the call; this holds for all of them.
  const over = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
  try {
    return await client.withAbortSignal(over, call);
  } catch (error) {
    return error instanceof WorkflowNotFoundError ? 'ended' : 'no answer';
  }
}

/** Asks after a while. Where no answer can be had, it leaves the answer to whoever else may have it: it never resolves then. */
export async function askAfter(
  patienceMs: number,
  client: Client,
  question: Question,
): Promise<PaymentState | undefined> {
  if (patienceMs > 0) await delay(patienceMs, undefined, { signal: question.signal }).catch(() => undefined);
  const answer = await ask(client, question);
  if (answer === 'no answer') return new Promise(() => undefined);
  return answer === 'ended' ? undefined : answer;
}
