import { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createNotificationActivities } from '../activities/notifications';
import type { PaymentsClient } from '../client/interfaces';
import { NOTIFICATIONS_QUEUE } from '../client/task-queues';
import type { MessageStore } from '../store/interfaces/messages';
import { workflowCode } from './bundle';
import type { Engine } from './engine';
import type { Carriers } from './gateways';
import type { Settings } from './settings';

export function createNotificationWorker(
  settings: Settings,
  engine: Engine,
  messages: MessageStore,
  { smpp, twilio, mailer }: Carriers,
): Promise<Worker> {
  return Worker.create({
    connection: engine.connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    dataConverter: engine.client.options.dataConverter,
    taskQueue: NOTIFICATIONS_QUEUE,
    ...workflowCode(),
    activities: createNotificationActivities({ messages, smpp, twilio, mailer }),
    maxCachedWorkflows: 500,
    shutdownGraceTime: '10s',
  });
}

/** Receipts come on the SMSC connection of any worker: they are kept first, then passed on to the notification that waits. */
export function passReceiptsOn(
  carriers: Carriers,
  messages: MessageStore,
  client: Pick<PaymentsClient, 'deliveryNews'>,
  log: Logger,
): void {
  carriers.smpp?.onReceipt(({ messageId, state }) => {
    messages
      .receipt('smpp', messageId, state)
      .then((notificationId) => (notificationId ? client.deliveryNews(notificationId) : undefined))
      // The notification asks by itself when it has waited long enough.
      .catch((error: Error) => log.warn({ error: error.name }, 'a delivery receipt could not be passed on'));
  });
}
