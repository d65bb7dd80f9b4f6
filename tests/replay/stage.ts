import type { Worker } from '@temporalio/worker';
import { startReceipt } from '../../client/notifications-client';
import type { PaymentOrder, ReceiptTo } from '../../domain/orders';
import { DEFAULT_TEXTS } from '../../domain/receipts';
import { FakeMailer } from '../../gateways/mail/fake-mailer';
import { FakeSmsc } from '../../gateways/smsc/fake-smsc';
import { createNotificationWorker, passReceiptsOn } from '../../workers/notifications';
import { readSettings } from '../../workers/settings';
import { pino } from 'pino';
import { makeWorld } from '../workflows/world';
import type { World } from '../workflows/world';

/** The world of the workflow tests, with carriers for receipts. */
export interface Stage extends World {
  smpp: FakeSmsc;
  twilio: FakeSmsc;
  mailer: FakeMailer;
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
  const worker: Worker = await createNotificationWorker(settings, engine, store.messages, carriers);
  passReceiptsOn(carriers, store.messages, world.client, pino({ level: 'silent' }));
  const working = worker.run();
  return {
    ...world,
    ...carriers,
    notify: async (receipt) => {
      const order: PaymentOrder = await world.order({}, { receipt });
      await startReceipt(environment.client, order, DEFAULT_TEXTS.receipt);
      const workflowId = `receipt_${order.id}`;
      await environment.client.workflow.getHandle(workflowId).result();
      return workflowId;
    },
    close: async () => {
      worker.shutdown();
      await working;
      await world.close();
    },
  };
}
