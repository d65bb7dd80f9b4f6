import { cardPayment, HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';
import type { Person } from '../testing/people';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

async function made(body: unknown = HOSTED, key?: string): Promise<string> {
  const { json } = await api.send('POST', '/v1/payments', { body, key });
  return String(json.id);
}
const ids = ({ json }: Reply): string[] => (json.items as { id: string }[]).map(({ id }) => id);
const list = (query: string, key?: string) => api.send('GET', `/v1/payments?${query}`, { key });

describe('listing', () => {
  it('gives each payment once, newest first, over all pages', async () => {
    const all: string[] = [];
    for (let i = 0; i < 7; i++) all.push(await made());
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await list(`limit=3${cursor && `&cursor=${cursor}`}`);
      expect(ids(page).length).toBeLessThanOrEqual(3);
      seen.push(...ids(page));
      cursor = (page.json.cursor as string | undefined) ?? '';
    } while (cursor !== '');
    expect(seen).toEqual([...all].sort().reverse());
  });

  it('filters by status, account, attention and time', async () => {
    const hosted = await made();
    const card = await made(await cardPayment(api));
    const other = await made({ ...HOSTED, account: { by: 'contract', value: 'K-7' } });
    api.store.happen(other, { type: 'page_expired' });
    api.store.happen(other, { type: 'attention_raised', reason: 'late_authorisation_not_released' });

    expect(ids(await list('status=succeeded'))).toEqual([card]);
    expect(ids(await list('status=succeeded&status=expired')).sort()).toEqual([card, other].sort());
    expect(ids(await list('account=K-7'))).toEqual([other]);
    expect(ids(await list('account=%2B35799000001&status=awaiting_payer'))).toEqual([hosted]);
    expect(ids(await list('account=+35799000001&status=awaiting_payer'))).toEqual([hosted]);
    expect(ids(await list('attention=true'))).toEqual([other]);
    expect(ids(await list('attention=false')).sort()).toEqual([hosted, card].sort());
    expect(ids(await list('createdFrom=2999-01-01T00:00:00Z'))).toEqual([]);
    expect(ids(await list('createdTo=2999-01-01T00:00:00%2B02:00'))).toHaveLength(3);
  });

  it('finds by reference, and by what a person has at hand', async () => {
    const invoiced = await made({ ...HOSTED, reference: 'invoice 7' });
    const other = await made({ ...HOSTED, account: { by: 'contract', value: 'invoice 7' } });
    expect(ids(await list('reference=invoice%207'))).toEqual([invoiced]);
    expect(ids(await list('search=invoice+7'))).toEqual([other, invoiced]);
    expect(ids(await list(`search=${other}`))).toEqual([other]);
    expect(ids(await list('search=%2B35799000001'))).toEqual([invoiced]);
    expect(ids(await list('search=+35799000001'))).toEqual([invoiced]);
    expect(ids(await list('search=invoice'))).toEqual([]);
  });

  it.each([
    ['limit=0', 'limit', 'out_of_range'],
    ['limit=201', 'limit', 'out_of_range'],
    ['limit=1.5', 'limit', 'bad_format'],
    ['limit=5&limit=6', 'limit', 'wrong_type'],
    ['status=paid', 'status.0', 'not_allowed_value'],
    ['createdFrom=yesterday', 'createdFrom', 'bad_format'],
    ['createdFrom=0001-01-01T00:00:00Z', 'createdFrom', 'out_of_range'],
    ['attention=1', 'attention', 'not_allowed_value'],
    ['account=%00', 'account', 'control_characters'],
    ['cursor=%00', 'cursor', 'bad_format'],
    ['page=2', 'page', 'unknown_field'],
  ])('refuses %s', async (query, path, code) => {
    const reply = await list(query);
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toEqual([expect.objectContaining({ path, code })]);
  });
});

describe('what a channel sees', () => {
  it('is its own payments; others’ are not found, whatever is asked of them', async () => {
    const mine = api.keyWith(['payments:create', 'payments:read', 'payments:cancel', 'payments:resolve']);
    const own = await made(HOSTED, mine);
    const others = await made();
    expect(ids(await list('', mine))).toEqual([own]);
    for (const path of ['', '/events', '/receipt']) {
      expect((await api.send('GET', `/v1/payments/${own}${path}`, { key: mine })).status).toBe(200);
      const reply = await api.send('GET', `/v1/payments/${others}${path}`, { key: mine });
      expect(reply).toMatchObject({ status: 404, json: { code: 'payment_not_found' } });
    }
    const body = { decision: 'ask_again', note: 'asked' };
    expect((await api.send('POST', `/v1/payments/${others}/cancel`, { key: mine })).status).toBe(404);
    expect((await api.send('POST', `/v1/payments/${others}/resolve`, { key: mine, body })).status).toBe(404);
    expect(api.store.held.get(others)!.state.status).toBe('awaiting_payer');
  });

  it('is everything with operations:read', async () => {
    const mine = api.keyWith(['payments:create', 'payments:read'], 'shop');
    const own = await made(HOSTED, mine);
    await made();
    const reader = api.keyWith(['payments:read', 'operations:read']);
    expect(ids(await list('', reader))).toHaveLength(2);
    expect(ids(await list('channel=shop', reader))).toEqual([own]);
    expect((await api.send('GET', `/v1/payments/${own}`, { key: reader })).status).toBe(200);
    expect((await list('channel=demo', mine)).json.code).toBe('scope_missing');
    expect(ids(await list('channel=shop', mine))).toEqual([own]);
  });
});

describe('acting on a payment of another channel', () => {
  const SEES_ALL = ['operations:read', 'payments:cancel', 'payments:resolve', 'refunds:request'] as const;

  it('takes more than seeing it', async () => {
    const [reader, others] = [api.keyWith(SEES_ALL), await made()];
    const reply = await api.send('POST', `/v1/payments/${others}/cancel`, { key: reader });
    expect([reply.status, reply.json.code]).toEqual([403, 'scope_missing']);
    expect(api.store.held.get(others)!.state.status).toBe('awaiting_payer');
    const paid = await made(await cardPayment(api));
    const body = { reason: 'r' };
    const asked = await api.send('POST', `/v1/payments/${paid}/refunds`, { key: reader, body });
    expect([asked.status, asked.json.code]).toEqual([403, 'scope_missing']);
    expect(api.store.refunds.held.size).toBe(0);
  });

  it('is for people, and deciding about one that waits for operations too', async () => {
    const [reader, others] = [api.keyWith(SEES_ALL), await made()];
    const body = { decision: 'ask_again', note: 'asked' };
    const resolved = await api.send('POST', `/v1/payments/${others}/resolve`, { key: reader, body });
    expect(resolved.json.code).toBe('payment_not_in_attention');
    const as = await api.person('operator');
    expect((await api.send('POST', `/v1/payments/${others}/cancel`, { as })).status).toBe(200);
  });
});

describe('one payment', () => {
  it('shows what happened to it, and no token', async () => {
    const id = await made(await cardPayment(api));
    const reply = await api.send('GET', `/v1/payments/${id}/events`);
    expect(reply.json.items).toEqual([
      expect.objectContaining({ version: 1, type: 'received', actor: { kind: 'channel', id: 'demo' } }),
      expect.objectContaining({ version: 2, type: 'funding_succeeded', detail: { externalId: 'op_1' } }),
      expect.objectContaining({ version: 3, type: 'crediting_succeeded' }),
    ]);
    expect(reply.text).not.toContain('tok_');
  });

  it('shows where its receipt went', async () => {
    const id = await made({ ...HOSTED, receipt: { email: 'payer@mail.example' } });
    const { json } = await api.send('GET', `/v1/payments/${id}/receipt`);
    expect(json).toMatchObject({
      to: { email: 'payer@mail.example' },
      messages: [{ way: 'smpp', state: 'delivered' }],
    });
  });

  it('shows money that went back, and why a person is needed', async () => {
    const id = await made();
    api.store.happen(id, {
      type: 'payer_authorised',
      externalId: 'auth_1',
      card: { brand: 'visa', last4: '4242' },
    });
    api.store.happen(id, { type: 'funding_succeeded', externalId: 'op_1' });
    api.store.happen(id, { type: 'crediting_declined', code: 'account_closed' });
    api.store.happen(id, { type: 'reversal_declined', code: 'acquirer_error' });
    const { json } = await api.send('GET', `/v1/payments/${id}`);
    expect(json).toMatchObject({
      status: 'reversing',
      source: { card: { brand: 'visa', last4: '4242' } },
      crediting: { status: 'declined', declineCode: 'account_closed' },
      reversal: { status: 'declined', declineCode: 'acquirer_error' },
      attention: { reason: 'reversal_refused' },
    });
    expect(json).not.toHaveProperty('redirectUrl');
  });

  it.each(['1', 'pay_1', 'pay_%00', 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D', '%27%20or%201=1'])(
    'is not found under %s',
    async (id) => {
      expect((await api.send('GET', `/v1/payments/${id}`)).json.code).toBe('payment_not_found');
    },
  );
});

describe('the way to its workflow', () => {
  it('is shown to people only, where there is a place to look', async () => {
    const id = await made();
    const person = await api.person('operator');
    const seen = async (path: string, as?: Person) => (await api.send('GET', path, { as })).text;
    expect(await seen(`/v1/payments/${id}`, person)).not.toContain('workflowUrl');
    const { store } = api;
    await api.close();
    api = await startApi({ links: { temporalUi: 'http://ui.example/', temporalNamespace: 'tills' } });
    store.held.forEach((held) => api.store.held.set(held.order.id, held));
    const again = await api.person('operator');
    const url = `"workflowUrl":"http://ui.example/namespaces/tills/workflows/${id}"`;
    expect(await seen(`/v1/payments/${id}`, again)).toContain(url);
    expect(await seen('/v1/payments', again)).toContain(url);
    expect(await seen(`/v1/payments/${id}`)).not.toContain('workflowUrl');
  });
});

describe('commands', () => {
  it('cancel, once for a key', async () => {
    const id = await made();
    const cancel = (idempotencyKey: string) =>
      api.send('POST', `/v1/payments/${id}/cancel`, { idempotencyKey });
    const first = await cancel('c1');
    const again = await cancel('c1');
    expect(first).toMatchObject({ status: 200, json: { id, status: 'cancelled' } });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const refused = await cancel('c2');
    expect(refused.json.code).toBe('payment_not_cancellable');
    expect((await cancel('c2')).text).toBe(refused.text);
  });

  it('cancel takes an empty object, and nothing else', async () => {
    const id = await made();
    const bad = await api.send('POST', `/v1/payments/${id}/cancel`, { body: { reason: 'x' } });
    expect(bad.json.errors).toEqual([expect.objectContaining({ path: 'reason', code: 'unknown_field' })]);
    expect((await api.send('POST', `/v1/payments/${id}/cancel`, { body: {} })).status).toBe(200);
  });

  it('resolve leaves the note and the one who decided in the log', async () => {
    const id = await made();
    api.store.happen(id, { type: 'page_expired' });
    api.store.happen(id, { type: 'attention_raised', reason: 'late_authorisation_not_released' });
    const body = { decision: 'declined', note: 'seen in the acquirer’s books' };
    const reply = await api.send('POST', `/v1/payments/${id}/resolve`, { body });
    expect(reply.status).toBe(200);
    expect(reply.json).not.toHaveProperty('attention');
    const as = await api.person('manager');
    const { json } = await api.send('GET', `/v1/payments/${id}/events`, { as });
    expect((json.items as object[]).at(-1)).toMatchObject({
      actor: { kind: 'channel' },
      detail: { note: body.note },
    });
  });
});

describe('operations', () => {
  it('see whose key it is, the audit log and the ledger', async () => {
    const key = api.keyWith(['cards:read'], 'shop');
    expect((await api.send('GET', '/v1/channel', { key })).json).toEqual({
      id: 'shop',
      scopes: ['cards:read'],
    });
    expect((await api.send('GET', '/v1/audit/verification')).json).toMatchObject({
      intact: true,
      unsealed: 1,
    });
    expect((await api.send('GET', '/v1/ledger/check')).json).toMatchObject({ balanced: true });
  });
});
