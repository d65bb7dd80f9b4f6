import { CONSOLE, actorOf } from '../people/caller';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import { newId } from '../http/ids';
import { Problem } from '../http/problems';
import { commandIdOf } from '../rules/commands';
import { route } from '../http/route';
import {
  changeEndpointSchema,
  createEndpointSchema,
  endpointPage,
  endpointParams,
  endpointView,
  listEndpointsQuery,
  newEndpointView,
} from '../schemas/webhooks';
import { endpointAnswer, seesChannel, visibleEndpoint } from '../views/visible-webhooks';
import { newWebhookSecret, secretPurpose } from './webhook-secrets';

export const createEndpoint = route({
  method: 'post',
  path: '/v1/webhook-endpoints',
  permission: 'webhooks:write',
  operationId: 'createWebhookEndpoint',
  tag: 'Webhooks',
  summary: 'Have events sent to an address',
  description:
    'By https, and to public hosts, unless operations allows more. It is told of what happens from now on. ' +
    'At most 20 for a channel. The same request again gets the same endpoint.',
  request: { body: createEndpointSchema },
  requestExamples: {
    some: {
      summary: 'How payments end',
      value: {
        url: 'https://shop.example/hooks/tillflow',
        events: ['payment.succeeded', 'payment.declined', 'payment.expired', 'payment.reversed'],
      },
    },
  },
  responses: {
    201: {
      description: 'The endpoint, and the secret to check signatures with',
      schema: newEndpointView,
      headers: { Location: 'The endpoint' },
    },
  },
  problems: ['webhook_url_not_allowed', 'webhook_endpoint_limit'],
  secretAnswer: true,
  async handle(call) {
    const { deps, caller, body } = call;
    const { url, description, events = [], channel = caller.channel } = body;
    requireSeen(caller, channel);
    await requireChannel(deps, caller, channel);
    await requireAllowed(deps, url);
    const id = newId('whe');
    const sealed = deps.secrets.seal(newWebhookSecret(), secretPurpose(id));
    const registered = await deps.store.webhooks.register(
      { id, channel, url, description, events, secret: sealed, commandId: commandIdOf(call) },
      actorOf(caller),
    );
    if (registered === 'too_many') throw new Problem('webhook_endpoint_limit');
    const { endpoint } = registered;
    const secret = deps.secrets.open(registered.secret, secretPurpose(endpoint.id));
    const headers = { Location: `/v1/webhook-endpoints/${endpoint.id}` };
    return { status: 201, headers, json: { endpoint: endpointAnswer(endpoint, deps.now()), secret } };
  },
});

export const listEndpoints = route({
  method: 'get',
  path: '/v1/webhook-endpoints',
  permission: 'webhooks:read',
  operationId: 'listWebhookEndpoints',
  tag: 'Webhooks',
  summary: 'List endpoints, newest first',
  description: 'The channel’s own; those of all channels for people.',
  request: { query: listEndpointsQuery },
  responses: { 200: { description: 'A page of endpoints', schema: endpointPage } },
  problems: ['invalid_cursor'],
  async handle({ deps, caller, query }) {
    const { channel, ...page } = query;
    if (channel !== undefined) requireSeen(caller, channel);
    const of = channel ?? (caller.kind === 'user' ? undefined : caller.channel);
    const { items, cursor } = await deps.store.webhooks.endpoints(of, page);
    return { status: 200, json: { items: items.map((one) => endpointAnswer(one, deps.now())), cursor } };
  },
});

export const getEndpoint = route({
  method: 'get',
  path: '/v1/webhook-endpoints/:id',
  permission: 'webhooks:read',
  operationId: 'getWebhookEndpoint',
  tag: 'Webhooks',
  summary: 'See an endpoint',
  request: { params: endpointParams },
  responses: { 200: { description: 'The endpoint', schema: endpointView } },
  problems: ['webhook_endpoint_not_found'],
  async handle({ deps, caller, params }) {
    const endpoint = await visibleEndpoint(deps, caller, params.id);
    return { status: 200, json: endpointAnswer(endpoint, deps.now()) };
  },
});

export const changeEndpoint = route({
  method: 'patch',
  path: '/v1/webhook-endpoints/:id',
  permission: 'webhooks:write',
  operationId: 'changeWebhookEndpoint',
  tag: 'Webhooks',
  summary: 'Change an endpoint, or turn it off or on',
  request: { params: endpointParams, body: changeEndpointSchema },
  requestExamples: { off: { summary: 'Turn it off', value: { enabled: false } } },
  responses: { 200: { description: 'The endpoint after the change', schema: endpointView } },
  problems: ['webhook_endpoint_not_found', 'webhook_url_not_allowed'],
  async handle({ deps, caller, params, body }) {
    const { id } = await visibleEndpoint(deps, caller, params.id);
    if (body.url !== undefined) await requireAllowed(deps, body.url);
    const endpoint = await deps.store.webhooks.change(id, body, actorOf(caller));
    if (!endpoint) throw new Problem('webhook_endpoint_not_found');
    return { status: 200, json: endpointAnswer(endpoint, deps.now()) };
  },
});

export const removeEndpoint = route({
  method: 'delete',
  path: '/v1/webhook-endpoints/:id',
  permission: 'webhooks:write',
  operationId: 'removeWebhookEndpoint',
  tag: 'Webhooks',
  summary: 'Remove an endpoint',
  description: 'Nothing more is sent to it, also of what is under way.',
  request: { params: endpointParams },
  responses: { 204: { description: 'It is gone' } },
  problems: ['webhook_endpoint_not_found'],
  async handle({ deps, caller, params }) {
    const { id } = await visibleEndpoint(deps, caller, params.id);
    if (!(await deps.store.webhooks.remove(id, actorOf(caller))))
      throw new Problem('webhook_endpoint_not_found');
    return { status: 204 };
  },
});

function requireSeen(caller: Caller, channel: string): void {
  if (seesChannel(caller, channel)) return;
  throw new Problem('scope_missing', { detail: 'Another channel’s webhooks are for people alone.' });
}

/** People name a channel as they type it. */
async function requireChannel({ store }: ApiDeps, caller: Caller, channel: string): Promise<void> {
  if (caller.kind === 'channel' || channel === CONSOLE) return;
  if ((await store.channels.list()).some(({ id }) => id === channel)) return;
  const error = { path: 'channel', code: 'not_allowed_value', message: 'There is no such channel.' } as const;
  throw new Problem('validation_failed', { errors: [error] });
}

async function requireAllowed({ refuseWebhookUrl }: ApiDeps, url: string): Promise<void> {
  const detail = await refuseWebhookUrl(url);
  if (detail) throw new Problem('webhook_url_not_allowed', { detail });
}
