/**
 * One event to one endpoint of a channel. It is tried at once, and then over more than a day, until the receiver takes it, says that it
 * wants nothing any more, or the schedule is used up. Whoever asks for it again while it waits has it tried at once; who
 * asks during the last try, once more.
 */
import { condition, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Tried, WebhookActivities } from '../activities/webhooks';
import * as messages from './messages';
import type { WebhookInput } from './messages';
import { described } from './running/described';

/** Sending can be repeated: receivers tell a repetition by its id. What fails here is our own, and passes. */
const { tryDelivery } = described<WebhookActivities>(
  { startToCloseTimeout: '1m', retry: { initialInterval: '1s', maximumInterval: '1m' } },
  { tryDelivery: 'Send it once' },
);

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
    const hurried = (): boolean => asked > heard && heard < MOST_ASKED;
    if (tried.kind === 'again') {
      setCurrentDetails(`Telling of ${about}: ${tries} in vain`);
      if (!(await condition(hurried, tried.waitMs, { summary: 'Wait for the next try' }))) {
        tries += 1;
        continue;
      }
    } else if (!hurried()) {
      setCurrentDetails(`Told of ${about}: **${tried.kind}**`);
      return tried;
    }
    heard = asked;
  }
}
