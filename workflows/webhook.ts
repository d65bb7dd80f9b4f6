/**
 * One event to one endpoint of a channel. It is tried at once, and then over more than a day, until the receiver takes it, says that it
 * wants nothing any more, or the schedule is used up. Whoever asks for it again while it waits has it tried at once.
 */
import { condition, proxyActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Tried, WebhookActivities } from '../activities/webhooks';
import * as messages from './messages';
import type { WebhookInput } from './messages';

/** Sending can be repeated: receivers tell a repetition by its id. What fails here is our own, and passes. */
const { tryDelivery } = proxyActivities<WebhookActivities>({
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
});

/** Beyond so many it keeps to its schedule: the history of one run has an end. */
const MOST_ASKED = 100;

export async function webhook({
  deliveryId,
  about,
}: WebhookInput): Promise<Exclude<Tried, { kind: 'again' }>> {
  let asked = 0;
  setHandler(messages.deliverNow, () => void (asked += 1));
  for (let tries = 1, heard = 0; ;) {
    setCurrentDetails(`Telling of ${about}: try ${tries}`);
    const tried = await tryDelivery(deliveryId, tries);
    if (tried.kind !== 'again') {
      setCurrentDetails(`Told of ${about}: **${tried.kind}**`);
      return tried;
    }
    setCurrentDetails(`Telling of ${about}: ${tries} in vain`);
    const hurried = await condition(() => asked > heard && heard < MOST_ASKED, tried.waitMs);
    if (hurried) heard = asked;
    else tries += 1;
  }
}
