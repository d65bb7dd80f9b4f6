/** Registers a customer's card by the token that the acquirer gave to the channel's own form. Asks a few times, then says that it is not known. */
import { proxyActivities, proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { CardActivities } from '../activities/cards';
import type { CardRegistered, CardRegistration } from '../domain/cards';

const local = proxyLocalActivities<CardActivities>({
  startToCloseTimeout: '8s',
  retry: { maximumAttempts: 1 },
});
const remote = proxyActivities<CardActivities>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '1m',
  retry: { maximumAttempts: 3 },
});

const WAITS = ['1s', '3s'] as const;

export async function registerCard(input: CardRegistration): Promise<CardRegistered> {
  const notKnown = (): CardRegistered => ({ kind: 'unknown' });
  let result = await local.registerCard(input).catch(notKnown);
  for (const wait of WAITS) {
    if (result.kind !== 'unknown') break;
    await sleep(wait);
    result = await remote.registerCard(input).catch(notKnown);
  }
  return result;
}
