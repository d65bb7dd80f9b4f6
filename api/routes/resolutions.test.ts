import type { RefundFact } from '../../domain/refunds';
import { HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Person } from '../testing/people';
import { succeededPayment } from '../testing/refunds';

let api: TestApi;
let maria: Person;
beforeEach(async () => {
  api = await startApi();
  maria = await api.person('manager');
});
afterEach(() => api.close());

const body = { decision: 'declined', note: 'seen in both books' };
const resolve = (path: string) => api.send('POST', path, { as: maria, body });

async function payment(): Promise<string> {
  const { json } = await api.send('POST', '/v1/payments', { body: HOSTED });
  api.store.happen(String(json.id), { type: 'page_expired' });
  api.store.happen(String(json.id), { type: 'attention_raised', reason: 'outcome_contradicts' });
  return String(json.id);
}

async function refund(): Promise<string> {
  const paymentId = await succeededPayment(api);
  const asked = await api.send('POST', `/v1/payments/${paymentId}/refunds`, { body: { reason: 'r' } });
  const id = String(asked.json.id);
  const actor = { kind: 'user', id: maria.id } as const;
  const approved: RefundFact = { type: 'approved', batched: false, actor, at: '2026-01-31T10:00:00.000Z' };
  for (const fact of [approved, { type: 'attention_raised', reason: 'outcome_contradicts' }] as const)
    api.store.refunds.happen(id, fact, actor);
  return id;
}

describe('a decision about what the list shows', () => {
  it('is heard by a payment’s workflow that did not know of the trouble', async () => {
    const id = await payment();
    api.client.unheard.add(id);
    const { status, json } = await resolve(`/v1/payments/${id}/resolve`);
    expect([status, json.attention]).toEqual([200, undefined]);
    expect(api.client.told).toEqual([id]);
  });

  it('is heard by a refund’s workflow that did not know of the trouble', async () => {
    const id = await refund();
    api.store.refunds.unheard.add(id);
    const { status, json } = await resolve(`/v1/refunds/${id}/resolution`);
    expect([status, json.attention]).toEqual([200, undefined]);
    expect(api.store.refunds.unheard.size).toBe(0);
  });

  it('is refused where the workflow has looked, and still says no', async () => {
    const id = await payment();
    jest.spyOn(api.client, 'news').mockResolvedValue(true);
    api.client.unheard.add(id);
    const { status, json } = await resolve(`/v1/payments/${id}/resolve`);
    expect([status, json.code]).toEqual([409, 'payment_not_in_attention']);
    expect(api.client.news).toHaveBeenCalledTimes(1);
  });

  it('makes nobody look at what is not on the list', async () => {
    const { json } = await api.send('POST', '/v1/payments', { body: HOSTED });
    const refused = await resolve(`/v1/payments/${String(json.id)}/resolve`);
    expect(refused.json.code).toBe('payment_not_in_attention');
    expect(api.client.told).toEqual([]);
  });
});
