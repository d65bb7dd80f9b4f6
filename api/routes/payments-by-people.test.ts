import { HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Person } from '../testing/people';

let api: TestApi;
let olga: Person;
beforeEach(async () => {
  api = await startApi();
  olga = await api.person('operator');
});
afterEach(() => api.close());

const pay = (as: Person, idempotencyKey?: string) =>
  api.send('POST', '/v1/payments', { as, body: HOSTED, idempotencyKey });
const byOlga = () => ({ kind: 'user', id: olga.id });
const named = () => ({ ...byOlga(), name: api.store.people.held.get(olga.id)!.user.displayName });

describe('a payment made at the console', () => {
  it('belongs to it, and says who made it, by name where it is looked at', async () => {
    const { json } = await pay(olga);
    expect(json).toMatchObject({ channel: 'console', createdBy: byOlga() });
    const path = `/v1/payments/${String(json.id)}`;
    expect((await api.send('GET', path, { as: olga })).json.createdBy).toEqual(named());
    const { json: events } = await api.send('GET', `${path}/events`, { as: olga });
    expect((events.items as object[])[0]).toMatchObject({ type: 'received', actor: named() });
  });

  it('is found by who made it', async () => {
    const omar = await api.person('operator');
    const mine = (await pay(olga)).json.id;
    await pay(omar);
    const { json } = await api.send('GET', `/v1/payments?createdBy=${olga.id}`, { as: omar });
    expect((json.items as object[]).map((one) => (one as { id: string }).id)).toEqual([mine]);
    expect(json.items).toMatchObject([{ createdBy: named() }]);
  });

  it('answers to the same key of the same person only', async () => {
    const omar = await api.person('operator');
    const first = await pay(olga, 'same');
    const again = await pay(olga, 'same');
    expect([again.headers.get('idempotency-replayed'), again.text]).toEqual(['true', first.text]);
    expect((await pay(omar, 'same')).json.id).not.toBe(first.json.id);
  });

  it('has used its key up on every route, whichever came first', async () => {
    const register = (idempotencyKey: string) =>
      api.send('POST', '/v1/customers/c/cards', { as: olga, body: { token: 'tok_good' }, idempotencyKey });
    await pay(olga, 'paid');
    expect((await register('paid')).json.code).toBe('idempotency_key_reused');
    await register('registered');
    expect((await pay(olga, 'registered')).json.code).toBe('idempotency_key_reused');
  });

  it('is no channel’s: those see their own, without people', async () => {
    const { json: theirs } = await pay(olga);
    const key = api.keyWith(['payments:create', 'payments:read']);
    const { json: own } = await api.send('POST', '/v1/payments', { key, body: HOSTED });
    expect(own.createdBy).toBeUndefined();
    expect(api.store.held.get(String(own.id))!.order).not.toHaveProperty('createdBy.id');
    expect((await api.send('GET', `/v1/payments/${String(theirs.id)}`, { key })).status).toBe(404);
    expect((await api.send('GET', `/v1/payments/${String(own.id)}`, { as: olga })).status).toBe(200);
  });
});
