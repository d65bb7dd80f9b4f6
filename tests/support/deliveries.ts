import { ulid } from 'ulid';
import { testEvent } from '../../api/views/webhook-bodies';
import { newWebhookSecret, secretPurpose } from '../../api/routes/webhook-secrets';
import { parsePayloadKeys } from '../../client/codec';
import { SecretBox } from '../../client/secret-box';
import type { DeliveryToStart } from '../../client/webhooks-client';
import type { WebhookStore } from '../../store/interfaces/webhooks';

const actor = { kind: 'channel', id: 'shop' } as const;

export interface MadeDelivery extends DeliveryToStart {
  endpointId: string;
  secret: string;
  body: string;
}

/** A delivery to an endpoint of its own, as the API and the forwarder leave it: nobody has started it. */
export async function makeDelivery(webhooks: WebhookStore, payloadKeys: string): Promise<MadeDelivery> {
  const [endpointId, secret] = [`whe_${ulid()}`, newWebhookSecret()];
  const sealed = new SecretBox(parsePayloadKeys(payloadKeys)).seal(secret, secretPurpose(endpointId));
  const kept = { id: endpointId, channel: endpointId, url: 'https://shop.example/', events: [] };
  await webhooks.register({ ...kept, secret: sealed, commandId: endpointId }, actor);
  const { type, object, ...event } = testEvent(endpointId, new Date());
  const id = (await webhooks.test(endpointId, { type, object, ...event }, actor))!;
  return { endpointId, secret, body: event.body, id, channel: 'shop', type, object };
}
