import type { Worker } from '@temporalio/worker';
import { startReceipt } from '../../client/notifications-client';
import type { PaymentOrder, ReceiptTo } from '../../domain/orders';
import { DEFAULT_OPERATING_SETTINGS } from '../../domain/operating-settings';
import { DEFAULT_TEXTS } from '../../domain/receipts';
import { FakeMailer } from '../../gateways/mail/fake-mailer';
import { FakeSmsc } from '../../gateways/smsc/fake-smsc';
import { FakeSender } from '../../gateways/webhook/fake-sender';
import { createNotificationWorker, passReceiptsOn } from '../../workers/notifications';
import { readSettings } from '../../workers/settings';
import { createWebhookWorker } from '../../workers/webhooks';
import { pino } from 'pino';
import { makeDelivery } from '../support/deliveries';
import type { MadeDelivery } from '../support/deliveries';
import { makeWorld } from '../workflows/world';
import type { World } from '../workflows/world';

/** The world of the workflow tests, with carriers for receipts and receivers of webhooks. */
export interface Stage extends World {
  smpp: FakeSmsc;
  twilio: FakeSmsc;
  mailer: FakeMailer;
  receivers: FakeSender;
  /** Makes a webhook that nobody has started. */
  delivery(): Promise<MadeDelivery>;
  /** Starts a receipt and gives the id of its workflow once it has ended. */
  notify(to: ReceiptTo): Promise<string>;
}

export async function makeStage(keys: string): Promise<Stage> {
  const world = await makeWorld(keys);
  const carriers = {
    smpp: new FakeSmsc({ name: 'smpp' }),
    twilio: new FakeSmsc({ name: 'twilio' }),
    mailer: new FakeMailer(),
    close: async () => {},
  };
  const { environment, store } = world;
  const engine = {
    connection: environment.nativeConnection,
    client: environment.client,
    close: async () => {},
  };
  const settings = readSettings({ DATABASE_URL: 'not-used', PAYLOAD_KEYS: keys });
  const receivers = new FakeSender();
  const workers: Worker[] = [
    await createNotificationWorker(settings, engine, store.messages, carriers),
    await createWebhookWorker(settings, engine, store.webhooks, receivers, () => DEFAULT_OPERATING_SETTINGS),
  ];
  passReceiptsOn(carriers, store.messages, world.client, pino({ level: 'silent' }));
  const working = Promise.all(workers.map((worker) => worker.run()));
  return {
    ...world,
    ...carriers,
    receivers,
    delivery: () => makeDelivery(store.webhooks, keys),
    notify: async (receipt) => {
      const order: PaymentOrder = await world.order({}, { receipt });
      await startReceipt(environment.client, order, DEFAULT_TEXTS.receipt);
      const workflowId = `receipt_${order.id}`;
      await environment.client.workflow.getHandle(workflowId).result();
      return workflowId;
    },
    close: async () => {
      for (const worker of workers) worker.shutdown();
      await working;
      await world.close();
    },
  };
}
