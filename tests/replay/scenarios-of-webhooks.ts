import { deliverAgain, startDelivery } from '../../client/webhooks-client';
import { WEBHOOK_SCHEDULE } from '../../domain/schedules';
import type { MadeDelivery } from '../support/deliveries';
import type { Stage } from './stage';
import { channel, until } from './walking';
import type { Scenarios } from './walking';

/** Events on their way to a channel's receiver. */
export const WEBHOOKS = {
  'webhook-delivered': async (stage) => brought(stage, await stage.delivery()),

  'webhook-retried': async (stage) => {
    stage.receivers.script(503, 2);
    return brought(stage, await stage.delivery());
  },

  'webhook-given-up': async (stage) => {
    stage.receivers.script({ kind: 'unanswered', reason: 'timeout' }, WEBHOOK_SCHEDULE.length + 1);
    return brought(stage, await stage.delivery());
  },

  'webhook-gone': async (stage) => {
    stage.receivers.script(410);
    return brought(stage, await stage.delivery());
  },

  'webhook-off': async (stage) => {
    const delivery = await stage.delivery();
    await stage.store.webhooks.change(delivery.endpointId, { enabled: false }, channel);
    return brought(stage, delivery);
  },

  'webhook-hurried': async (stage) => {
    const delivery = await stage.delivery();
    stage.receivers.script(500);
    await startDelivery(stage.environment.client, delivery);
    await until(async () => (await stage.store.webhooks.delivery(delivery.id))!.attempts === 1);
    await deliverAgain(stage.environment.client, delivery);
    await until(async () => (await stage.store.webhooks.delivery(delivery.id))!.state === 'delivered');
    return brought(stage, delivery);
  },

  'webhook-asked-late': async (stage) => {
    const delivery = await stage.delivery();
    const { attempted } = stage.store.webhooks;
    stage.store.webhooks.attempted = async (...args) => {
      stage.store.webhooks.attempted = attempted;
      await attempted(...args);
      // The last try is over, and the workflow does not know it yet.
      await deliverAgain(stage.environment.client, delivery);
    };
    await brought(stage, delivery);
    await until(async () => (await stage.store.webhooks.delivery(delivery.id))!.attempts === 2);
    return delivery.id;
  },
} satisfies Partial<Scenarios>;

async function brought({ environment }: Stage, delivery: MadeDelivery): Promise<string> {
  await startDelivery(environment.client, delivery);
  await environment.client.workflow.getHandle(delivery.id).result();
  return delivery.id;
}
