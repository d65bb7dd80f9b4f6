import { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createWebhookActivities } from '../activities/webhooks';
import { tell } from '../api/views/webhook-bodies';
import { secretPurpose } from '../api/routes/webhook-secrets';
import { parsePayloadKeys } from '../client/codec';
import { SecretBox } from '../client/secret-box';
import { WEBHOOKS_QUEUE } from '../client/task-queues';
import { deliverAgain, startDelivery } from '../client/webhooks-client';
import type { OperatingSettings } from '../domain/operating-settings';
import { Destinations } from '../gateways/webhook/destinations';
import type { WebhookSender } from '../gateways/webhook/sender';
import type { WebhookStore } from '../store/interfaces/webhooks';
import { workflowCode } from './bundle';
import type { Engine } from './engine';
import { startForwarder } from './forwarder';
import type { Repeated } from './repeating';
import type { Settings } from './settings';

/** @throws Error naming the setting where it can't be read */
export function destinationsOf(settings: Settings): Destinations {
  const { WEBHOOK_ALLOW_HTTP: allowHttp, WEBHOOK_ALLOWED_HOSTS: allowedHosts } = settings;
  try {
    return new Destinations({ allowHttp, allowedHosts });
  } catch (error) {
    throw new Error(`WEBHOOK_ALLOWED_HOSTS: ${(error as Error).message}`, { cause: error });
  }
}

export function createWebhookWorker(
  settings: Settings,
  engine: Engine,
  webhooks: WebhookStore,
  sender: WebhookSender,
  operating: () => OperatingSettings,
): Promise<Worker> {
  const box = new SecretBox(parsePayloadKeys(settings.PAYLOAD_KEYS));
  const openSecret = (sealed: string, endpointId: string): string =>
    box.open(sealed, secretPurpose(endpointId));
  return Worker.create({
    connection: engine.connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    dataConverter: engine.client.options.dataConverter,
    taskQueue: WEBHOOKS_QUEUE,
    ...workflowCode(),
    activities: createWebhookActivities({
      webhooks,
      sender,
      openSecret,
      schedule: () => operating().retries.webhookMs,
      now: Date.now,
    }),
    // A receiver that says nothing holds one for 15 seconds.
    maxConcurrentActivityTaskExecutions: 200,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxCachedWorkflows: 500,
    shutdownGraceTime: '10s',
  });
}

/** Seals secrets with the key that seals now, so that the others can be dropped. */
export async function resealSecrets(settings: Settings, webhooks: WebhookStore, log: Logger): Promise<void> {
  const box = new SecretBox(parsePayloadKeys(settings.PAYLOAD_KEYS));
  const anew = (sealed: string, endpointId: string): string | undefined => {
    const purpose = secretPurpose(endpointId);
    return box.sealsLike(sealed) ? undefined : box.seal(box.open(sealed, purpose), purpose);
  };
  const resealed = await webhooks.reseal(anew).catch((error: Error) => {
    log.warn({ error: error.message }, 'webhook secrets could not be sealed with the new key');
    return 0;
  });
  if (resealed > 0) log.info({ resealed }, 'webhook secrets are sealed with the new key');
}

/** Follows the log, at the pace at which it is sealed. */
export function startWebhooks(
  settings: Settings,
  { client }: Engine,
  webhooks: WebhookStore,
  log: Logger,
): Repeated {
  return startForwarder({
    webhooks,
    tell,
    start: (delivery) => (delivery.again ? deliverAgain(client, delivery) : startDelivery(client, delivery)),
    everyMs: settings.SEAL_EVERY_MS,
    log,
  });
}
