import { SECRET_OVERLAP } from '../../domain/webhooks';
import { actorOf } from '../people/caller';
import { commandIdOf } from '../rules/commands';
import { Problem } from '../http/problems';
import { route } from '../http/route';
import { nothing } from '../schemas/requests';
import {
  deliveryLogView,
  deliveryMade,
  deliveryPage,
  deliveryParams,
  endpointParams,
  listDeliveriesQuery,
  rotatedSecretView,
} from '../schemas/webhooks';
import {
  deliveryAnswer,
  deliveryLogAnswer,
  requireEnabled,
  visibleDelivery,
  visibleEndpoint,
} from '../views/visible-webhooks';
import { testEvent } from '../views/webhook-bodies';
import { newWebhookSecret, secretPurpose } from './webhook-secrets';

export const rotateSecret = route({
  method: 'post',
  path: '/v1/webhook-endpoints/:id/secret-rotation',
  permission: 'webhooks:write',
  operationId: 'rotateWebhookSecret',
  tag: 'Webhooks',
  summary: 'Replace an endpoint’s secret',
  description:
    'For 24 hours both sign, so that the receiver can be changed in between. Rotated again meanwhile, all that were there ' +
    'sign until their own time is over; at most 5 secrets sign at once. The same request again gets the same secret.',
  request: { params: endpointParams, body: nothing },
  responses: { 200: { description: 'The new secret', schema: rotatedSecretView } },
  problems: ['webhook_endpoint_not_found', 'webhook_secret_limit'],
  secretAnswer: true,
  async handle(call) {
    const { deps, caller, params } = call;
    const { id } = await visibleEndpoint(deps, caller, params.id);
    const sealed = deps.secrets.seal(newWebhookSecret(), secretPurpose(id));
    const made = { secret: sealed, commandId: commandIdOf(call), overlapMs: SECRET_OVERLAP };
    const rotated = await deps.store.webhooks.rotate(id, made, actorOf(caller));
    if (!rotated) throw new Problem('webhook_endpoint_not_found');
    if (rotated === 'too_many') throw new Problem('webhook_secret_limit');
    const secret = deps.secrets.open(rotated.secret, secretPurpose(id));
    return { status: 200, json: { secret, oldSecretUntil: rotated.oldSecretUntil } };
  },
});

export const testEndpoint = route({
  method: 'post',
  path: '/v1/webhook-endpoints/:id/test',
  permission: 'webhooks:write',
  operationId: 'testWebhookEndpoint',
  tag: 'Webhooks',
  summary: 'Send an endpoint a test',
  description: 'The event `endpoint.test`, which each endpoint gets. Its delivery tells how it went.',
  request: { params: endpointParams, body: nothing },
  responses: { 202: { description: 'It is on its way', schema: deliveryMade } },
  problems: ['webhook_endpoint_not_found', 'webhook_endpoint_disabled'],
  async handle({ deps, caller, params }) {
    const { id } = await visibleEndpoint(deps, caller, params.id);
    await requireEnabled(deps, id);
    const deliveryId = await deps.store.webhooks.test(id, testEvent(id, deps.now()), actorOf(caller));
    if (!deliveryId) throw new Problem('webhook_endpoint_not_found');
    return { status: 202, json: { deliveryId } };
  },
});

export const listDeliveries = route({
  method: 'get',
  path: '/v1/webhook-endpoints/:id/deliveries',
  permission: 'webhooks:read',
  operationId: 'listWebhookDeliveries',
  tag: 'Webhooks',
  summary: 'List what was sent to an endpoint, or is to be, newest first',
  request: { params: endpointParams, query: listDeliveriesQuery },
  responses: { 200: { description: 'A page of deliveries', schema: deliveryPage } },
  problems: ['webhook_endpoint_not_found', 'invalid_cursor'],
  async handle({ deps, caller, params, query }) {
    const { id } = await visibleEndpoint(deps, caller, params.id);
    const { state, ...page } = query;
    const { items, cursor } = await deps.store.webhooks.deliveries(id, { state }, page);
    return { status: 200, json: { items: items.map(deliveryAnswer), cursor } };
  },
});

export const getDelivery = route({
  method: 'get',
  path: '/v1/webhook-deliveries/:id',
  permission: 'webhooks:read',
  operationId: 'getWebhookDelivery',
  tag: 'Webhooks',
  summary: 'See a delivery with each attempt',
  request: { params: deliveryParams },
  responses: { 200: { description: 'The delivery', schema: deliveryLogView } },
  problems: ['webhook_delivery_not_found'],
  async handle({ deps, caller, params }) {
    return { status: 200, json: deliveryLogAnswer(await visibleDelivery(deps, caller, params.id)) };
  },
});

export const redeliver = route({
  method: 'post',
  path: '/v1/webhook-deliveries/:id/redelivery',
  permission: 'webhooks:write',
  operationId: 'redeliverWebhook',
  tag: 'Webhooks',
  summary: 'Send a delivery once more',
  description: 'At any time, however it stands; within about a second. It has the same `webhook-id`.',
  request: { params: deliveryParams, body: nothing },
  responses: { 202: { description: 'It is on its way', schema: deliveryMade } },
  problems: ['webhook_delivery_not_found', 'webhook_endpoint_disabled'],
  async handle({ deps, caller, params }) {
    const { id, endpointId } = await visibleDelivery(deps, caller, params.id);
    await requireEnabled(deps, endpointId);
    if (!(await deps.store.webhooks.askAgain(id, actorOf(caller))))
      throw new Problem('webhook_delivery_not_found');
    return { status: 202, json: { deliveryId: id } };
  },
});
