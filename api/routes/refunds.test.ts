import type { RefundFact } from '../../domain/refunds';
import { startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';
import type { Person } from '../testing/people';
import { succeededPayment } from '../testing/refunds';

let api: TestApi;
let olga: Person;
let maria: Person;
let paymentId: string;
beforeEach(async () => {
  api = await startApi();
  [olga, maria] = [await api.person('operator'), await api.person('manager')];
  paymentId = await succeededPayment(api);
});
afterEach(() => api.close());

const ask = (
  as: Person,
  body: object = { reason: 'paid by mistake' },
  idempotencyKey?: string,
): Promise<Reply> => api.send('POST', `/v1/payments/${paymentId}/refunds`, { as, body, idempotencyKey });
const command = (as: Person, id: unknown, name: string, body: object = {}): Promise<Reply> =>
  api.send('POST', `/v1/refunds/${String(id)}/${name}`, { as, body });
const amount = (value: number, currency = 'EUR') => ({ reason: 'r', amount: { value, currency } });

describe('asking for a refund', () => {
  it('SWI-4 makes one that waits for a manager, in full where no amount is said', async () => {
    const { status, json, headers } = await ask(olga);
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/refunds/${String(json.id)}`);
    expect(json).toMatchObject({
      paymentId,
      status: 'pending_approval',
      amount: { value: 1050, currency: 'EUR' },
      askedBy: { kind: 'user', id: olga.id, name: expect.stringContaining('operator') },
    });
    expect(api.store.refunds.started).toEqual([json.id]);
  });

  it('expires, and becomes urgent, when the settings of that moment say', async () => {
    const now = new Date('2030-01-01T00:00:00Z');
    const other = await startApi({ now: () => now });
    try {
      const paid = await succeededPayment(other);
      const times = async (): Promise<string[]> => {
        const reply = await other.send('POST', `/v1/payments/${paid}/refunds`, { body: amount(1) });
        expect(reply.status).toBe(201);
        const { order } = other.store.refunds.held.get(String(reply.json.id))!.record;
        expect(reply.json.expiresAt).toBe(order.expiresAt);
        return [order.escalateAt, order.expiresAt];
      };
      expect(await times()).toEqual(['2030-01-02T00:00:00.000Z', '2030-01-08T00:00:00.000Z']);
      const changes = {
        expiry: { refundApprovalMs: 3 * 3_600_000 },
        refunds: { escalateAfterMs: 3_600_000 },
      };
      const changed = await other.send('PATCH', '/v1/settings', { body: { version: 0, changes } });
      expect(changed.status).toBe(200);
      expect(await times()).toEqual(['2030-01-01T01:00:00.000Z', '2030-01-01T03:00:00.000Z']);
      // Nothing is urgent that is over.
      other.store.settings.set({ refunds: { escalateAfterMs: 86_400_000 } });
      expect(await times()).toEqual(['2030-01-01T03:00:00.000Z', '2030-01-01T03:00:00.000Z']);
    } finally {
      await other.close();
    }
  });

  it('never holds more than was paid', async () => {
    expect((await ask(olga, amount(600))).status).toBe(201);
    const { status, json } = await ask(olga, amount(451));
    expect([status, json.code, json.left]).toEqual([422, 'refund_exceeds_capture', 450]);
    expect((await ask(olga, amount(450))).status).toBe(201);
    expect((await ask(olga)).json).toMatchObject({ code: 'refund_exceeds_capture', left: 0 });
  });

  it('is one refund, however often the same request is sent', async () => {
    const first = await ask(olga, amount(100), 'once');
    const again = await ask(olga, amount(100), 'once');
    expect(again.json.id).toBe(first.json.id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(api.store.refunds.held.size).toBe(1);
    expect((await ask(olga, amount(200), 'once')).json.code).toBe('idempotency_key_reused');
  });

  it('in full is one refund, too, where the process died before it answered', async () => {
    const first = await ask(olga, { reason: 'all of it' }, 'once');
    for (const key of api.store.kept.keys()) if (key.includes('once')) api.store.kept.delete(key);
    const again = await ask(olga, { reason: 'all of it' }, 'once');
    expect([again.status, again.json.id]).toEqual([201, first.json.id]);
  });

  it('is one refund where the process died before it answered', async () => {
    const first = await ask(olga, amount(100), 'once');
    for (const key of api.store.kept.keys()) if (key.includes('once')) api.store.kept.delete(key);
    expect((await ask(olga, amount(100), 'once')).json.id).toBe(first.json.id);
    for (const key of api.store.kept.keys()) if (key.includes('once')) api.store.kept.delete(key);
    expect((await ask(olga, amount(200), 'once')).json.code).toBe('idempotency_key_reused');
  });

  it.each([
    [{ amount: { value: 100, currency: 'USD' }, reason: 'r' }, 'amount.currency'],
    [{ amount: { value: 0, currency: 'EUR' }, reason: 'r' }, 'amount.value'],
    [{ amount: { value: 1.5, currency: 'EUR' }, reason: 'r' }, 'amount.value'],
    [{}, 'reason'],
    [{ reason: 'card 4242424242424242' }, 'reason'],
    [{ reason: 'r', why: 'not' }, 'why'],
  ])('refuses %j', async (body, path) => {
    const { status, json } = await ask(olga, body);
    expect(status).toBe(400);
    expect(json.errors?.map((error) => error.path)).toEqual([path]);
  });

  it('is refused for a payment that has not succeeded', async () => {
    const { json } = await api.send('POST', '/v1/payments', {
      body: {
        amount: { value: 5, currency: 'EUR' },
        account: { by: 'account', value: '1' },
        source: { type: 'hosted_page' },
      },
    });
    paymentId = String(json.id);
    expect(await ask(olga)).toMatchObject({ status: 409, json: { code: 'payment_not_refundable' } });
  });

  it('of another channel’s payment finds none', async () => {
    const key = api.keyWith(['refunds:request']);
    const path = `/v1/payments/${paymentId}/refunds`;
    const reply = await api.send('POST', path, { key, body: { reason: 'r' } });
    expect([reply.status, reply.json.code]).toEqual([404, 'payment_not_found']);
  });
});

describe('deciding about a refund', () => {
  it('SWI-4 a manager approves; who asked and who authorised are on record', async () => {
    const { json: asked } = await ask(olga);
    const { status, json } = await command(maria, asked.id, 'approval', { note: 'checked' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: 'approved',
      note: 'checked',
      askedBy: { id: olga.id },
      decidedBy: { kind: 'user', id: maria.id, name: expect.stringContaining('manager') },
    });
    const { json: events } = await api.send('GET', `/v1/refunds/${String(asked.id)}/events`, { as: olga });
    expect(events.items).toMatchObject([
      { type: 'requested', actor: { id: olga.id } },
      { type: 'approved', actor: { id: maria.id }, detail: { note: 'checked' } },
    ]);
  });

  it('SWI-4 whoever asked can’t approve or reject, manager or not', async () => {
    const { json } = await ask(maria);
    for (const name of ['approval', 'rejection']) {
      const reply = await command(maria, json.id, name, name === 'rejection' ? { reason: 'r' } : {});
      expect([reply.status, reply.json.code]).toEqual([403, 'refund_own_request']);
    }
    expect(api.store.refunds.held.get(String(json.id))!.record.state.status).toBe('pending_approval');
  });

  it('SWI-4 an operator decides about none', async () => {
    const { json } = await ask(maria);
    const reply = await command(olga, json.id, 'approval');
    expect([reply.status, reply.json.code]).toEqual([403, 'scope_missing']);
  });

  it('a rejection says why, and lets the amount be asked for again', async () => {
    const { json } = await ask(olga);
    expect((await command(maria, json.id, 'rejection')).json.errors?.[0]?.path).toBe('reason');
    const rejected = await command(maria, json.id, 'rejection', { reason: 'no grounds' });
    expect(rejected.json).toMatchObject({ status: 'rejected', note: 'no grounds' });
    expect((await ask(olga)).status).toBe(201);
  });

  it('comes too late where somebody was quicker', async () => {
    const { json } = await ask(olga);
    await command(maria, json.id, 'approval');
    const late = await command(await api.person('manager'), json.id, 'rejection', { reason: 'r' });
    expect([late.status, late.json.code]).toEqual([409, 'refund_not_pending']);
  });

  it('only who asked takes it back, before it is decided', async () => {
    const { json } = await ask(olga);
    const other = await command(await api.person('operator'), json.id, 'cancellation');
    expect([other.status, other.json.code]).toEqual([403, 'refund_not_yours']);
    expect((await command(olga, json.id, 'cancellation')).json.status).toBe('cancelled');
    expect((await command(olga, json.id, 'cancellation')).json.code).toBe('refund_not_pending');
  });
});

describe('what is for people only', () => {
  it('is shown to no channel: their names, and what managers note', async () => {
    const { json } = await ask(olga);
    await command(maria, json.id, 'rejection', { reason: 'no grounds' });
    const id = String(json.id);
    const paths = [
      `/v1/refunds/${id}`,
      `/v1/refunds/${id}/events`,
      '/v1/refunds',
      `/v1/payments/${paymentId}/refunds`,
    ];
    for (const path of paths) {
      const [channel, person] = [await api.send('GET', path), await api.send('GET', path, { as: olga })];
      expect(channel.text).toContain(maria.id);
      expect(channel.text).not.toMatch(/"name"|no grounds/);
      expect(person.text).toMatch(/"name"/);
      expect(person.text).toContain('no grounds');
    }
  });

  it('is shown of payments to no channel either', async () => {
    const actor = { kind: 'user', id: olga.id } as const;
    const fact = { type: 'attention_cleared', actor, note: 'seen in the journal' } as const;
    const at = new Date().toISOString();
    api.store.held.get(paymentId)!.facts.push({ version: 4, fact, actor, at });
    const path = `/v1/payments/${paymentId}/events`;
    const [channel, person] = [await api.send('GET', path), await api.send('GET', path, { as: olga })];
    expect(channel.text).toContain(olga.id);
    expect(channel.text).not.toMatch(/"name"|journal/);
    expect(person.text).toMatch(/"name"/);
    expect(person.text).toContain('journal');
  });
});

it('the acquirer, whose line people see, is shown to no channel: of payments, cards and refunds', async () => {
  const { json: refund } = await ask(olga);
  const { json: card } = await api.send('POST', '/v1/customers/cus-1/cards', { body: { token: 'tok_good' } });
  expect(card.acquirer).toBeUndefined();
  for (const path of [
    `/v1/payments/${paymentId}`,
    '/v1/payments',
    '/v1/customers/cus-1/cards',
    `/v1/refunds/${String(refund.id)}`,
  ]) {
    const [channel, person] = [await api.send('GET', path), await api.send('GET', path, { as: olga })];
    expect(channel.text).not.toContain('"acquirer"');
    expect(person.text).toContain('"acquirer":"sandbox"');
  }
});

describe('while the line is down', () => {
  beforeEach(() => {
    api.store.lines = [{ acquirer: 'sandbox', status: 'down', since: '2026-01-31T10:00:00.000Z' }];
  });
  const batch = { reason: 'r', batch: true };

  it('SWI-6 a refund is refused, unless whoever may batch asks for that', async () => {
    expect(await ask(olga)).toMatchObject({ status: 503, json: { code: 'line_down' } });
    expect(await ask(olga, batch)).toMatchObject({ status: 403, json: { code: 'scope_missing' } });
    const batcher = await api.person('operator', ['payments:batch']);
    const { status, json } = await ask(batcher, batch);
    expect(status).toBe(201);
    expect(json.batchIfDown).toBe(true);
    expect((await command(maria, json.id, 'approval')).json).toMatchObject({
      status: 'batched',
      batched: true,
    });
    const { json: listed } = await api.send('GET', '/v1/refunds?batched=true', { as: olga });
    expect(listed.items).toMatchObject([{ id: json.id }]);
  });

  it.each([[{ reason: 'r' }], [batch]])(
    'a request %j that was taken on before, though its answer was lost, is answered with its refund',
    async (body) => {
      api.store.lines = [];
      const first = await ask(olga, body, 'once');
      for (const key of api.store.kept.keys()) if (key.includes('once')) api.store.kept.delete(key);
      api.store.lines = [{ acquirer: 'sandbox', status: 'down', since: '2026-01-31T10:00:00.000Z' }];
      const again = await ask(olga, body, 'once');
      expect([again.status, again.json.id]).toEqual([201, first.json.id]);
      expect(api.store.refunds.held.size).toBe(1);
    },
  );

  it('SWI-6 one asked for before is approved by whoever may batch, or when the line is back', async () => {
    api.store.lines = [];
    const { json } = await ask(olga);
    api.store.lines = [{ acquirer: 'sandbox', status: 'trial', since: '2026-01-31T10:00:00.000Z' }];
    expect((await command(maria, json.id, 'approval')).json.code).toBe('line_down');
    expect((await command(maria, json.id, 'approval', { batch: true })).json.code).toBe('scope_missing');
    api.store.lines = [];
    expect((await command(maria, json.id, 'approval', { batch: true })).json.status).toBe('approved');
  });
});

describe('seeing refunds', () => {
  it('lists and filters them', async () => {
    const { json: first } = await ask(olga, amount(100));
    const { json: second } = await ask(maria, amount(200));
    await command(maria, first.id, 'approval');
    const list = async (query: string): Promise<unknown[]> =>
      ((await api.send('GET', `/v1/refunds?${query}`, { as: maria })).json.items as { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await list('')).toEqual([second.id, first.id]);
    expect(await list('status=pending_approval')).toEqual([second.id]);
    expect(await list(`askedBy=${olga.id}`)).toEqual([first.id]);
    expect(await list(`paymentId=${paymentId}&limit=1`)).toEqual([second.id]);
    expect(await list('attention=true')).toEqual([]);
    const raised: RefundFact = { type: 'attention_raised', reason: 'refunding_unresolved' };
    api.store.refunds.happen(String(first.id), raised, { kind: 'system', id: 'workflow' });
    expect(await list('attention=true')).toEqual([first.id]);
    expect(await list('attention=false')).toEqual([second.id]);
    const ofPayment = await api.send('GET', `/v1/payments/${paymentId}/refunds`, { as: olga });
    expect(ofPayment.json.items).toHaveLength(2);
  });

  it('shows a channel those of its own payments only', async () => {
    const { json } = await ask(olga);
    const scopes = ['refunds:read'] as const;
    const [own, other] = [api.keyWith(scopes, 'demo'), api.keyWith(scopes, 'other')];
    const path = `/v1/refunds/${String(json.id)}`;
    expect((await api.send('GET', path, { key: own })).status).toBe(200);
    expect((await api.send('GET', path, { key: other })).json.code).toBe('refund_not_found');
    expect((await api.send('GET', '/v1/refunds', { key: other })).json.items).toEqual([]);
    expect((await api.send('GET', '/v1/refunds/rfd_none', { key: own })).json.code).toBe('refund_not_found');
  });

  it.each([
    ['approval', () => maria, {}, 'approved'],
    ['rejection', () => maria, { reason: 'no grounds' }, 'rejected'],
    ['cancellation', () => olga, {}, 'cancelled'],
  ] as const)('one whose start was lost is started by its %s', async (what, who, body, status) => {
    const id = String((await ask(olga)).json.id);
    api.store.refunds.lost.add(id);
    expect((await command(who(), id, what, body)).json).toMatchObject({ id, status });
    expect(api.store.refunds.started.filter((one) => one === id)).toHaveLength(2);
  });

  it('a person decides about one that needs a person', async () => {
    const { json } = await ask(olga);
    await command(maria, json.id, 'approval');
    const resolve = () =>
      command(maria, json.id, 'resolution', { decision: 'ask_again', note: 'called the bank' });
    expect((await resolve()).json.code).toBe('refund_not_in_attention');
    const raised: RefundFact = { type: 'attention_raised', reason: 'refunding_unresolved' };
    api.store.refunds.happen(String(json.id), raised, { kind: 'system', id: 'workflow' });
    expect((await resolve()).json.attention).toBeUndefined();
    expect((await command(olga, json.id, 'resolution', {})).json.code).toBe('scope_missing');
  });
});
