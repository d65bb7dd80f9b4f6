import type { WebhookDelivery, WebhookDeliveryLog, WebhookEndpoint } from '../../store/interfaces/webhooks';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problems';

const ENDPOINT_ID = /^whe_[0-9A-Z]{26}$/;
const DELIVERY_ID = /^whd_[0-9A-Z]{26}$/;

/** Whose endpoints a caller sees: a channel its own, people those of all. */
export const seesChannel = (caller: Caller, channel: string): boolean =>
  caller.kind === 'user' || caller.channel === channel;

/** An endpoint that the caller sees. Others' are not found, so that ids tell nothing. */
export async function visibleEndpoint(deps: ApiDeps, caller: Caller, id: string): Promise<WebhookEndpoint> {
  const endpoint = ENDPOINT_ID.test(id) ? await deps.store.webhooks.endpoint(id) : undefined;
  if (!endpoint || !seesChannel(caller, endpoint.channel)) throw new Problem('webhook_endpoint_not_found');
  return endpoint;
}

export async function visibleDelivery(
  deps: ApiDeps,
  caller: Caller,
  id: string,
): Promise<WebhookDeliveryLog> {
  const delivery = DELIVERY_ID.test(id) ? await deps.store.webhooks.delivery(id) : undefined;
  if (!delivery || !seesChannel(caller, delivery.channel)) throw new Problem('webhook_delivery_not_found');
  return delivery;
}

/** To what is off, nothing is sent: a delivery would only fail. */
export async function requireEnabled(deps: ApiDeps, endpointId: string): Promise<void> {
  const endpoint = await deps.store.webhooks.endpoint(endpointId);
  if (!endpoint?.enabled) throw new Problem('webhook_endpoint_disabled');
}

export function endpointAnswer(endpoint: WebhookEndpoint, now: Date): Record<string, unknown> {
  const { oldSecretUntil, ...shown } = endpoint;
  const over = oldSecretUntil === undefined || Date.parse(oldSecretUntil) <= now.getTime();
  return over ? shown : { ...shown, oldSecretUntil };
}

export function deliveryAnswer({ attempts, ...delivery }: WebhookDelivery): Record<string, unknown> {
  return { ...delivery, attemptCount: attempts };
}

export function deliveryLogAnswer({
  body,
  log,
  channel: _,
  ...delivery
}: WebhookDeliveryLog): Record<string, unknown> {
  return { ...deliveryAnswer(delivery), payload: JSON.parse(body) as unknown, attempts: log };
}
