import { setTimeout as delay } from 'node:timers/promises';
import { startReceipt } from '../../client/notifications-client';
import { DEFAULT_TEXTS } from '../../domain/receipts';
import { deliveryNews } from '../../workflows/messages';
import type { Stage } from './stage';
import { until } from './walking';
import type { Scenarios } from './walking';

const phone = '+35799000001';
const email = 'payer@example.com';
/** As much news as makes a notification look during one wait. */
const MOST_NEWS = 5;

export const NOTIFICATIONS = {
  'notification-smpp': (stage) => stage.notify({ phone }),

  'notification-twilio': async (stage) => {
    stage.smpp.script('refused');
    return stage.notify({ phone, email });
  },

  'notification-mail': async (stage) => {
    stage.smpp.script('no_receipt');
    stage.twilio.script('failed');
    return stage.notify({ phone, email });
  },

  // The first carrier reports while the second one is asked to send.
  'notification-late': async (stage) => {
    const { smpp, twilio } = stage;
    smpp.script('no_receipt');
    twilio.script('no_receipt');
    const { send } = twilio;
    twilio.send = async (...message) => {
      twilio.send = send;
      const sent = await twilio.send(...message);
      smpp.report(smpp.sent.at(-1)!.messageId, 'delivered');
      return sent;
    };
    return stage.notify({ phone, email });
  },

  'notification-noise': async (stage) => noisy(stage),

  'notification-no-way': async (stage) => {
    stage.smpp.script('unavailable');
    stage.twilio.script('no_receipt');
    return stage.notify({ phone });
  },
} satisfies Partial<Scenarios>;

/** News that says nothing, one after the other was looked after, until nobody listens any more. */
async function noisy({ environment, twilio, smpp, order }: Stage): Promise<string> {
  smpp.script('refused');
  twilio.script('no_receipt');
  const { inquire } = twilio;
  let looks = 0;
  twilio.inquire = (messageId) => {
    looks += 1;
    return inquire.call(twilio, messageId);
  };
  const before = twilio.sent.length;
  const receipt = await order({}, { receipt: { phone, email } });
  await startReceipt(environment.client, receipt, DEFAULT_TEXTS.receipt);
  await until(() => twilio.sent.length > before);
  const notification = environment.client.workflow.getHandle(`receipt_${receipt.id}`);
  for (let heard = 0; heard < MOST_NEWS; heard++) {
    await notification.signal(deliveryNews);
    await until(() => looks > heard);
    // What comes before the look has ended is not news any more.
    await delay(50);
  }
  twilio.inquire = inquire;
  twilio.report(twilio.sent.at(-1)!.messageId, 'delivered');
  await notification.result();
  return notification.workflowId;
}
