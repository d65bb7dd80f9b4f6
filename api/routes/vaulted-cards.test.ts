import { HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';
import type { Person } from '../testing/people';

const TOKEN = `vlt_${'0a1b2c3d'.repeat(4)}`;
const KEYED_IN = {
  ...HOSTED,
  source: { type: 'vaulted_card', token: TOKEN, brand: 'visa', last4: '4242' },
  batch: true,
};

let api: TestApi;
let olga: Person;
beforeEach(async () => {
  api = await startApi();
  olga = await api.person('operator', ['payments:batch']);
  down();
});
afterEach(() => api.close());

const down = (acquirer = 'sandbox'): void =>
  void (api.store.lines = [{ acquirer, status: 'down', since: '2026-01-31T10:00:00.000Z' }]);
const pay = (changes: object = {}, sent: object = { as: olga }): Promise<Reply> =>
  api.send('POST', '/v1/payments', { body: { ...KEYED_IN, ...changes }, ...sent });
const refusal = ({ status, json }: Reply): unknown => [
  status,
  json.code,
  ...(json.errors ?? []).map(({ path, code }) => `${path}: ${code}`),
];

it('SWI-8 is taken on by its token, and waits for the line', async () => {
  const { status, json, text } = await pay();
  expect(status).toBe(202);
  expect(json).toMatchObject({
    status: 'batched',
    batched: true,
    source: { type: 'vaulted_card', card: { brand: 'visa', last4: '4242' } },
    createdBy: { kind: 'user', id: olga.id },
  });
  const reference = `${String(json.id)}.fund`;
  expect(api.store.intents).toEqual([{ step: 'fund', reference, status: 'ready' }]);
  expect(api.client.started).toEqual([{ paymentId: json.id, fresh: false }]);
  expect([...api.store.held.values()].map(({ order }) => order.source)).toEqual([
    { type: 'vaulted_card', vaultToken: TOKEN, brand: 'visa', last4: '4242' },
  ]);
  const read = await api.send('GET', `/v1/payments/${String(json.id)}`, { as: olga });
  expect(read.json.source).toEqual(json.source);
  for (const shown of [text, read.text, api.logged()]) expect(shown).not.toContain(TOKEN);
});

it('SWI-8 is for people, and among them for those who may batch', async () => {
  expect(refusal(await pay({}, {}))).toEqual([403, 'person_required']);
  const without = await api.person('administrator');
  expect(refusal(await pay({}, { as: without }))).toEqual([403, 'scope_missing']);
  expect(api.store.held.size).toBe(0);
});

it('SWI-8 is for an outage only', async () => {
  api.store.lines = [];
  expect(refusal(await pay())).toEqual([409, 'line_up']);
  expect(api.store.held.size).toBe(0);
});

it('what was taken on before answers as it did then, though the line is up by now', async () => {
  const sent = { as: olga, idempotencyKey: 'before' };
  const first = await pay({}, sent);
  api.store.lines = [];
  const again = await pay({}, sent);
  expect([again.status, again.text]).toEqual([first.status, first.text]);
});

it('SWI-8 is for one payment: the same key again is a replay, another is refused and stays free', async () => {
  const first = await pay({}, { as: olga, idempotencyKey: 'one' });
  const again = await pay({}, { as: olga, idempotencyKey: 'one' });
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  expect(refusal(await pay({}, { as: olga, idempotencyKey: 'two' }))).toEqual([409, 'vault_token_used']);
  expect(api.store.held.size).toBe(1);
  const source = { ...KEYED_IN.source, token: `vlt_${'f'.repeat(32)}` };
  expect((await pay({ source }, { as: olga, idempotencyKey: 'two' })).status).toBe(202);
});

it.each([{ batch: false }, { batch: undefined }])('is only ever batched: %j', async (changes) => {
  expect(refusal(await pay(changes))).toEqual([400, 'validation_failed', 'batch: not_allowed_value']);
});

it('is sent by the vault to the acquirer that it knows, and to no other', async () => {
  const { source } = KEYED_IN;
  api.store.settings.set({ acquirers: { byCurrency: { EUR: 'stripe' } } });
  down('stripe');
  expect(refusal(await pay())).toEqual([400, 'validation_failed', 'amount.currency: not_allowed_value']);
  const bare = await startApi({ vault: undefined });
  bare.store.lines = [{ acquirer: 'sandbox', status: 'down', since: '2026-01-31T10:00:00.000Z' }];
  const as = await bare.person('operator', ['payments:batch']);
  const reply = await bare.send('POST', '/v1/payments', { body: { ...KEYED_IN, source }, as });
  expect(refusal(reply)).toEqual([400, 'validation_failed', 'source.type: not_allowed_value']);
  await bare.close();
});

it.each([
  ['a card number as its token', { token: '4242424242424242' }, 'source.token: bad_format'],
  ['a card number within it', { token: 'vlt_4242424242424242' }, 'source.token: bad_format'],
  ['more than four digits', { last4: '4242424242424242' }, 'source.last4: bad_format'],
  ['digits for a brand', { brand: '4242424242424242' }, 'source.brand: bad_format'],
  ['a security code', { securityCode: '737' }, 'source.securityCode: unknown_field'],
  ['a number of its own', { number: '4242424242424242' }, 'source.number: unknown_field'],
])('%s is refused, and not repeated', async (_what, wrong, error) => {
  const reply = await pay({ source: { ...KEYED_IN.source, ...wrong } });
  expect(refusal(reply)).toEqual([400, 'validation_failed', error]);
  expect(reply.text + api.logged()).not.toMatch(/4242424242424242|737/);
});
