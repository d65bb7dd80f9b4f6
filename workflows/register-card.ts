/** Registers a customer's card by the token that the acquirer gave to the channel's own form. Asks a few times, then says that it is not known. */
import { proxyLocalActivities, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { CardActivities } from '../activities/cards';
import type { CardRegistered, CardRegistration } from '../domain/cards';
import { described } from './running/described';

const local = proxyLocalActivities<CardActivities>({
  startToCloseTimeout: '8s',
  retry: { maximumAttempts: 1 },
});
const remote = described<CardActivities>(
  { startToCloseTimeout: '30s', scheduleToCloseTimeout: '1m', retry: { maximumAttempts: 3 } },
  { registerCard: 'Ask the acquirer what the token is, and keep the card' },
);

const WAITS = ['1s', '3s'] as const;

export async function registerCard(input: CardRegistration): Promise<CardRegistered> {
  const notKnown = (): CardRegistered => ({ kind: 'unknown' });
  const { acquirer } = input;
  setCurrentDetails(`Asking ${acquirer} what a token is`);
  let result = await local.registerCard(input).catch(notKnown);
  for (const wait of WAITS) {
    if (result.kind !== 'unknown') break;
    await sleep(wait, { summary: 'Wait before it is asked again' });
    result = await remote.registerCard(input).catch(notKnown);
  }
  setCurrentDetails(`Asked ${acquirer} what a token is: **${result.kind}**`);
  return result;
}
