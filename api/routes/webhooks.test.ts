import { MOST_ENDPOINTS } from '../../domain/webhooks';
import { startApi } from '../testing/api';
import type { Sent, TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';
import { secretPurpose } from './webhook-secrets';

let api: TestApi;
let own: string;
let other: string;
beforeEach(async () => {
  api = await startApi();
  own = api.keyWith(['webhooks:read', 'webhooks:write'], 'shop');
  other = api.keyWith(['webhooks:read', 'webhooks:write'], 'ivr');
});
afterEach(() => api.close());

const url = 'https://shop.example/hooks';
const post = (path: string, sent: Sent = {}) => api.send('POST', path, { key: own, ...sent });
const create = (body: object = {}, sent: Sent = {}) =>
  post('/v1/webhook-endpoints', { body: { url, ...body }, ...sent });
/** From a process that died before it answered. */
const takenOver = (idempotencyKey: string): void => {
  for (const key of api.store.kept.keys()) if (key.endsWith(idempotencyKey)) api.store.kept.delete(key);
};
const get = (path: string, key = own) => api.send('GET', path, { key });

interface Endpoint {
  id: string;
  channel: string;
}
const endpointIn = ({ json }: Reply) => json.endpoint as Endpoint;
const itemsIn = ({ json }: Reply) => json.items as (Endpoint & Record<string, unknown>)[];

async function tested(): Promise<{ endpointId: string; deliveryId: string }> {
  const { id: endpointId } = endpointIn(await create());
  const { json } = await post(`/v1/webhook-endpoints/${endpointId}/test`);
  return { endpointId, deliveryId: json.deliveryId as string };
}

describe('an endpoint', () => {
  it('is made for the channel, and shows its secret this once', async () => {
    const reply = await create({ description: 'orders', events: ['payment.funded', 'payment.funded'] });
    expect(reply.status).toBe(201);
    expect(reply.json.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { id } = endpointIn(reply);
    expect(reply.headers.get('location')).toBe(`/v1/webhook-endpoints/${id}`);
    const shown = await get(`/v1/webhook-endpoints/${id}`);
    expect(shown.json).toMatchObject({
      channel: 'shop',
      url,
      description: 'orders',
      events: ['payment.funded'],
    });
    expect(shown.text).not.toContain('whsec_');
  });

  it('gives the same answer to the same request, and its secret lies open nowhere', async () => {
    const sent = { idempotencyKey: 'the-same' };
    const [first, again] = [await create({}, sent), await create({}, sent)];
    expect(again.json).toEqual(first.json);
    expect(api.store.webhooks.endpoints.size).toBe(1);
    const [kept] = api.store.webhooks.endpoints.values();
    const secret = first.json.secret as string;
    const everything = JSON.stringify([[...api.store.kept.values()], kept]) + api.logged();
    expect(everything).not.toContain(secret);
    expect(kept!.secret).not.toContain(secret.slice(6));
  });

  it('is refused where nothing may be sent to, and told why', async () => {
    const refused = await create({ url: 'https://inside.example/' });
    expect(refused).toMatchObject({
      status: 422,
      json: { code: 'webhook_url_not_allowed', detail: expect.stringContaining('public') },
    });
    const { id } = endpointIn(await create());
    const changed = await api.send('PATCH', `/v1/webhook-endpoints/${id}`, {
      key: own,
      body: { url: 'https://inside.example/' },
    });
    expect(changed.json.code).toBe('webhook_url_not_allowed');
  });

  it.each([
    ['no address', { url: undefined }, 'url: required'],
    ['another protocol', { url: 'ftp://shop.example' }, 'url: bad_format'],
    ['a password', { url: 'https://a:b@shop.example' }, 'url: bad_format'],
    ['an event that is none', { events: ['payment.lost'] }, 'events.0: not_allowed_value'],
    ['a card number', { description: '4242424242424242' }, 'description: card_number_not_allowed'],
    ['another field', { secret: 'mine' }, 'secret: unknown_field'],
  ])('with %s is refused by name', async (_what, body, error) => {
    const { status, json } = await create(body);
    expect(status).toBe(400);
    expect(json.errors!.map(({ path, code }) => `${path}: ${code}`)).toEqual([error]);
  });

  it('is one of twenty at most', async () => {
    for (let made = 0; made < MOST_ENDPOINTS; made++) expect((await create()).status).toBe(201);
    expect((await create()).json.code).toBe('webhook_endpoint_limit');
    const [{ id }] = itemsIn(await get('/v1/webhook-endpoints')) as unknown as [Endpoint];
    expect((await api.send('DELETE', `/v1/webhook-endpoints/${id}`, { key: own })).status).toBe(204);
    expect((await create()).status).toBe(201);
  });

  it('is changed in what is named, and is gone when removed', async () => {
    const { id } = endpointIn(await create({ description: 'orders' }));
    const path = `/v1/webhook-endpoints/${id}`;
    const body = { description: null, enabled: false, events: ['payment.expired'] };
    const changed = await api.send('PATCH', path, { key: own, body });
    expect(changed.json).toMatchObject({ enabled: false, events: ['payment.expired'], url });
    expect(changed.json).not.toHaveProperty('description');
    await api.send('DELETE', path, { key: own });
    expect((await get(path)).json.code).toBe('webhook_endpoint_not_found');
    expect((await api.send('DELETE', path, { key: own })).status).toBe(404);
  });

  it('changes its secret, and says until when the old one fits', async () => {
    const created = await create();
    const { id } = endpointIn(created);
    const rotated = await post(`/v1/webhook-endpoints/${id}/secret-rotation`, { body: {} });
    expect(rotated.json.secret).not.toBe(created.json.secret);
    const until = Date.parse(rotated.json.oldSecretUntil as string);
    expect(until).toBeGreaterThan(Date.now() + 23 * 3600 * 1000);
    expect((await get(`/v1/webhook-endpoints/${id}`)).json.oldSecretUntil).toBe(rotated.json.oldSecretUntil);
    const kept = api.store.webhooks.endpoints.get(id)!;
    kept.oldSecretUntil = new Date(Date.now() - 1).toISOString();
    expect((await get(`/v1/webhook-endpoints/${id}`)).json).not.toHaveProperty('oldSecretUntil');
    expect(secretPurpose(id)).toContain(id);
  });

  it('is the one that was made, with its secret, where the answer was lost and the same is asked for again', async () => {
    const first = await create({}, { idempotencyKey: 'k1' });
    takenOver('k1');
    expect((await create({}, { idempotencyKey: 'k1' })).json).toEqual(first.json);
    expect((await create({}, { idempotencyKey: 'k2' })).json.secret).not.toBe(first.json.secret);
  });

  it('has the secret that a rotation made, where its answer was lost and the same is asked for again', async () => {
    const { id } = endpointIn(await create());
    const rotate = (idempotencyKey: string) =>
      post(`/v1/webhook-endpoints/${id}/secret-rotation`, { body: {}, idempotencyKey });
    const first = await rotate('k1');
    takenOver('k1');
    expect((await rotate('k1')).json).toEqual(first.json);
    expect((await rotate('k2')).json.secret).not.toBe(first.json.secret);
  });
});

describe('another channel', () => {
  it('finds nothing of it, and can do nothing to it', async () => {
    const { endpointId, deliveryId } = await tested();
    const endpoint = `/v1/webhook-endpoints/${endpointId}`;
    const delivery = `/v1/webhook-deliveries/${deliveryId}`;
    const replies = await Promise.all([
      get(endpoint, other),
      get(`${endpoint}/deliveries`, other),
      get(delivery, other),
      api.send('PATCH', endpoint, { key: other, body: { enabled: false } }),
      api.send('DELETE', endpoint, { key: other }),
      post(`${endpoint}/secret-rotation`, { key: other }),
      post(`${endpoint}/test`, { key: other }),
      post(`${delivery}/redelivery`, { key: other }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
    expect(itemsIn(await get('/v1/webhook-endpoints', other))).toEqual([]);
    expect(api.store.webhooks.endpoints.size).toBe(1);
  });

  it('can neither make endpoints for it nor list them by its name', async () => {
    expect((await create({ channel: 'shop' }, { key: other })).json.code).toBe('scope_missing');
    expect((await get('/v1/webhook-endpoints?channel=shop', other)).json.code).toBe('scope_missing');
    expect(endpointIn(await create({ channel: 'shop' })).channel).toBe('shop');
  });
});

describe('an administrator', () => {
  it('makes and sees endpoints of every channel, and those of the console', async () => {
    const as = await api.person('administrator');
    const made = await post('/v1/webhook-endpoints', { as, key: undefined, body: { url, channel: 'ivr' } });
    expect(endpointIn(made).channel).toBe('ivr');
    expect(api.store.webhooks.done).toEqual([`registered by user ${as.id}`]);
    const console = await post('/v1/webhook-endpoints', { as, key: undefined, body: { url } });
    expect(endpointIn(console).channel).toBe('console');
    await create();
    const list = async (query = '') =>
      itemsIn(await api.send('GET', `/v1/webhook-endpoints${query}`, { as })).map(({ channel }) => channel);
    expect((await list()).sort()).toEqual(['console', 'ivr', 'shop']);
    expect(await list('?channel=ivr')).toEqual(['ivr']);
    const path = `/v1/webhook-endpoints/${endpointIn(made).id}`;
    expect((await api.send('PATCH', path, { as, body: { enabled: false } })).status).toBe(200);
  });

  it('is told of a channel that does not exist', async () => {
    const as = await api.person('administrator');
    const { json } = await post('/v1/webhook-endpoints', {
      as,
      key: undefined,
      body: { url, channel: 'ivrr' },
    });
    expect(json.errors).toEqual([expect.objectContaining({ path: 'channel', code: 'not_allowed_value' })]);
  });

  it.each(['operator', 'manager'] as const)('is the only one: %s is refused', async (level) => {
    const as = await api.person(level);
    expect((await api.send('GET', '/v1/webhook-endpoints', { as })).json.code).toBe('scope_missing');
  });
});

describe('a delivery', () => {
  it('of a test is there to look at, with what is sent and each attempt', async () => {
    const { endpointId, deliveryId } = await tested();
    const kept = api.store.webhooks.deliveries.get(deliveryId)!;
    kept.log.push({ number: 1, at: kept.createdAt, error: 'no connection', durationMs: 12 });
    const { json } = await get(`/v1/webhook-deliveries/${deliveryId}`);
    expect(json).toMatchObject({
      ...{ id: deliveryId, endpointId, type: 'endpoint.test', state: 'pending', attemptCount: 0 },
      payload: { type: 'endpoint.test', data: { object: 'endpoint', id: endpointId, sequence: 1 } },
      attempts: [{ number: 1, error: 'no connection' }],
    });
    const list = async (state: string) => {
      const reply = await get(`/v1/webhook-endpoints/${endpointId}/deliveries?state=${state}`);
      return itemsIn(reply).map(({ id }) => id);
    };
    expect(await list('pending')).toEqual([deliveryId]);
    expect(await list('failed')).toEqual([]);
  });

  it('is sent once more by whoever asks', async () => {
    const { deliveryId } = await tested();
    const path = `/v1/webhook-deliveries/${deliveryId}/redelivery`;
    const sent = { idempotencyKey: 'once-more' };
    expect(await post(path, sent)).toMatchObject({ status: 202, json: { deliveryId } });
    expect((await post(path, sent)).headers.get('idempotency-replayed')).toBe('true');
    expect(api.store.webhooks.done.slice(1)).toEqual([`${deliveryId} asked again by channel shop`]);
  });

  it('of an endpoint that is off is neither made nor sent again', async () => {
    const { endpointId, deliveryId } = await tested();
    await api.send('PATCH', `/v1/webhook-endpoints/${endpointId}`, { key: own, body: { enabled: false } });
    const again = await post(`/v1/webhook-deliveries/${deliveryId}/redelivery`);
    const test = await post(`/v1/webhook-endpoints/${endpointId}/test`);
    expect([again.json.code, test.json.code]).toEqual([
      'webhook_endpoint_disabled',
      'webhook_endpoint_disabled',
    ]);
  });
});
