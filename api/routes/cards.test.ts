import { EngineUnavailable } from '../../client/interfaces';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const register = (token: string, idempotencyKey?: string, customer = 'cus-1') =>
  api.send('POST', `/v1/customers/${customer}/cards`, { body: { token }, idempotencyKey });

it('registers a card by its token, and never shows the token again', async () => {
  const reply = await register('tok_good');
  expect(reply.status).toBe(201);
  expect(reply.json).toMatchObject({
    id: expect.stringMatching(/^card_/),
    customerId: 'cus-1',
    last4: '4242',
  });
  const { json, text } = await api.send('GET', '/v1/customers/cus-1/cards');
  expect(json.items).toEqual([reply.json]);
  expect(reply.text + text).not.toContain('tok_good');
  expect((await api.send('GET', '/v1/customers/nobody/cards')).json.items).toEqual([]);
});

it('gives the same answer for the same key, also after a refusal', async () => {
  const first = await register('tok_good', 'k1');
  expect((await register('tok_good', 'k1')).text).toBe(first.text);
  expect(api.store.registered.size).toBe(1);
  api.client.cardResult = { kind: 'declined', code: 'card_unknown' };
  const refused = await register('tok_bad', 'k2');
  api.client.cardResult = undefined;
  expect(refused).toMatchObject({
    status: 422,
    json: { code: 'card_declined', declineCode: 'card_unknown' },
  });
  expect((await register('tok_bad', 'k2')).text).toBe(refused.text);
});

it('tells a key that was used for another customer or token', async () => {
  await register('tok_good', 'k1');
  expect((await register('tok_other', 'k1')).json.code).toBe('idempotency_key_reused');
  expect((await register('tok_good', 'k1', 'cus-2')).json.code).toBe('idempotency_key_reused');
});

it('lets a request that came to nothing be sent again', async () => {
  api.client.fails = new EngineUnavailable();
  expect((await register('tok_good', 'k1')).json.code).toBe('engine_unavailable');
  api.client.fails = undefined;
  expect((await register('tok_good', 'k1')).status).toBe(201);
});

it('is in progress while the first request is', async () => {
  let answer = (): void => undefined;
  const gate = new Promise<void>((resolve) => (answer = resolve));
  const { registerCard } = api.client;
  api.client.registerCard = async (request) => {
    await gate;
    return registerCard.call(api.client, request);
  };
  const first = register('tok_good', 'k1');
  while (api.store.kept.size === 0) await new Promise((resolve) => setImmediate(resolve));
  expect((await register('tok_good', 'k1')).json.code).toBe('request_in_progress');
  answer();
  expect((await first).status).toBe(201);
});

it('answers with what was done even where the answer could not be kept', async () => {
  api.store.kept.set = function (key, value) {
    Map.prototype.set.call(this, key, value);
    Object.defineProperty(value, 'answer', { set: () => fail() });
    return this;
  };
  const fail = (): never => {
    throw new Error('lost');
  };
  expect((await register('tok_good', 'k1')).status).toBe(201);
  expect(api.logged()).toContain('answer not kept');
});

it.each([
  ['4242424242424242', 'card_number_not_allowed'],
  ['has space', 'bad_format'],
  ['', 'too_short'],
])('refuses the token "%s"', async (token, code) => {
  const reply = await register(token);
  expect(reply.json.errors![0]).toMatchObject({ path: 'token', code });
  expect(api.store.kept.size).toBe(0);
});

it('refuses a customer who looks like a card number', async () => {
  const reply = await register('tok_good', undefined, '5555555555554444');
  expect(reply).toMatchObject({ status: 400, json: { code: 'card_number_not_allowed' } });
  expect(api.logged()).not.toContain('5555555555554444');
});
