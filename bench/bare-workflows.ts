import {
  condition,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { BareActivities } from './bare';

/** The least that any workflow of that shape can cost on this server: no payment, no store, no outside world. */
const remote = proxyActivities<BareActivities>({ startToCloseTimeout: '10s' });
const local = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '10s' });

export const answer = defineUpdate<number>('answer');

export async function threeRemote(n: number): Promise<number> {
  return remote.step(await remote.step(await remote.step(n)));
}

export async function threeLocal(n: number): Promise<number> {
  return local.step(await local.step(await local.step(n)));
}

/** Answers its caller by update-with-start after one local activity. */
export async function answering(n: number): Promise<number> {
  const results: number[] = [];
  setHandler(answer, async () => {
    await condition(() => results.length > 0);
    return results[0]!;
  });
  results.push(await local.step(n));
  return results[0]!;
}
