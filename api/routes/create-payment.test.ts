import { EngineUnavailable } from '../../client/interfaces';
import { StoreUnavailable } from '../../store/interfaces/failures';
import { cardPayment, HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const create = (body: unknown, idempotencyKey?: string) =>
  api.send('POST', '/v1/payments', { body, idempotencyKey });

describe('creating a payment', () => {
  it('opens a hosted page and says where to send the payer', async () => {
    const reply = await create({ ...HOSTED, receipt: { phone: '+357 99 000001', language: 'EN-gb' } });

    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`/v1/payments/${String(reply.json.id)}`);
    expect(reply.json).toMatchObject({
      status: 'awaiting_payer',
      amount: { value: 1050, currency: 'EUR' },
      channel: 'demo',
      source: { type: 'hosted_page', saveCard: false },
      funding: { status: 'pending' },
      receipt: { phone: '+35799000001', language: 'en-GB' },
      redirectUrl: expect.stringContaining('https://acquirer.example/pay/'),
      expiresAt: expect.any(String),
    });
    expect(reply.json).not.toHaveProperty('reversal');
    expect(reply.json).not.toHaveProperty('updatedAt');
  });

  it('charges a registered card and answers with the funding, never with the token', async () => {
    const reply = await create({ ...(await cardPayment(api)), reference: 'invoice 7' });

    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      status: 'funded',
      source: { type: 'card', card: { brand: 'visa', last4: '4242' } },
      funding: { status: 'succeeded', externalId: 'op_1' },
      crediting: { status: 'pending' },
      customerId: 'cus-1',
      reference: 'invoice 7',
    });
    expect(reply.text).not.toContain('tok_good');
    const { json } = await api.send('GET', `/v1/payments/${String(reply.json.id)}`);
    expect(json).toMatchObject({ status: 'succeeded', updatedAt: expect.any(String) });
  });

  it('records the intent before the start, as sent only where this process will send it', async () => {
    const { json } = await create(HOSTED);
    expect(api.store.intents).toEqual([
      { step: 'open_page', reference: `${String(json.id)}.fund`, status: 'sent' },
    ]);
    Object.assign(api.client, { hostsWorker: false });
    await create(HOSTED);
    expect(api.store.intents[1]).toMatchObject({ status: 'ready' });
  });

  it('tells of a decline as a payment, with a code of the closed set', async () => {
    api.client.script = 'declined';
    const reply = await create(await cardPayment(api));
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      status: 'declined',
      funding: { status: 'declined', declineCode: 'insufficient_funds' },
    });
  });

  it.each(['slow', 'unknown'] as const)('answers 202 where the funding is %s', async (script) => {
    api.client.script = script;
    const reply = await create(await cardPayment(api));
    expect(reply.status).toBe(202);
    expect(reply.json.status).toBe('processing');
  });

  it.each([EngineUnavailable, StoreUnavailable])(
    'keeps a payment that could not be started because of %p',
    async (Unavailable) => {
      const body = await cardPayment(api);
      api.client.fails = new Unavailable('not set up for us');
      const reply = await create(body);
      expect(reply.status).toBe(202);
      expect(api.logged()).toContain('not set up for us');
      expect(api.store.held.has(String(reply.json.id))).toBe(true);
    },
  );

  it('takes nothing on while the store is away', async () => {
    api.store.fails = new StoreUnavailable();
    const reply = await api.send('POST', '/v1/payments', { body: HOSTED });
    expect(reply).toMatchObject({ status: 503, json: { code: 'store_unavailable' } });
    expect(reply.headers.get('retry-after')).toBe('1');
    expect(api.client.started).toEqual([]);
  });

  it('refuses a card that is not there, or is another customer’s, alike', async () => {
    const body = await cardPayment(api, 'cus-1');
    const other = await create({ ...body, customerId: 'cus-2' });
    const none = await create({ ...HOSTED, source: { type: 'card', cardId: 'card_none' } });
    for (const reply of [other, none])
      expect(reply).toMatchObject({ status: 422, json: { code: 'card_not_found' } });
    const { customerId: _, ...withoutCustomer } = body;
    expect((await create(withoutCustomer)).status).toBe(201);
  });

  it('saves a card only for a customer', async () => {
    const source = { type: 'hosted_page', saveCard: true };
    const reply = await create({ ...HOSTED, source });
    expect(reply.json.errors).toEqual([
      expect.objectContaining({ path: 'customerId', code: 'customer_required' }),
    ]);
    expect((await create({ ...HOSTED, source, customerId: 'cus-1' })).status).toBe(201);
  });
});

describe('the same key', () => {
  it('with the same body gives the same answer to the byte, however far the payment has gone', async () => {
    const body = await cardPayment(api);
    const first = await create(body, 'once');
    const again = await create(body, 'once');
    expect(api.store.held.get(String(first.json.id))!.state.status).toBe('succeeded');
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(api.store.held.size).toBe(1);
  });

  it('gives the same answer where the first one came so late that the payment had moved on', async () => {
    api.client.script = 'late_answer';
    const body = await cardPayment(api);
    const first = await create(body, 'late');
    const again = await create(body, 'late');
    expect(first.json.status).toBe('funded');
    expect(again.text).toBe(first.text);
  });

  it('does not mind the order of fields or how a phone number is written', async () => {
    const first = await create(HOSTED, 'order');
    const { amount, account, source } = HOSTED;
    const again = await create(
      { source, account: { ...account, value: '+357 99-000-001' }, amount },
      'order',
    );
    expect(again.text).toBe(first.text);
  });

  it('with another body is refused', async () => {
    await create(HOSTED, 'reused');
    const reply = await create({ ...HOSTED, amount: { value: 1051, currency: 'EUR' } }, 'reused');
    expect(reply).toMatchObject({ status: 422, json: { code: 'idempotency_key_reused' } });
  });

  it('is another key in another channel', async () => {
    await create(HOSTED, 'shared');
    const key = api.keyWith(['payments:create']);
    const reply = await api.send('POST', '/v1/payments', { key, body: HOSTED, idempotencyKey: 'shared' });
    expect(reply.status).toBe(201);
    expect(api.store.held.size).toBe(2);
  });

  it('is in progress while the first is', async () => {
    const body = await cardPayment(api);
    api.client.script = 'slow';
    await create(body, 'running');
    const again = await create(body, 'running');
    expect(again).toMatchObject({ status: 409, json: { code: 'request_in_progress' } });
    expect(again.headers.get('retry-after')).toBe('1');
    // The first is starting it: a second start would take the work away from its process.
    expect(api.client.started).toHaveLength(1);
  });

  it('starts a payment again that has had no outcome for long', async () => {
    let now = new Date();
    const later = await startApi({ now: () => now });
    later.client.script = 'slow';
    const body = await cardPayment(later);
    const { json } = await later.send('POST', '/v1/payments', { body, idempotencyKey: 'lost' });
    now = new Date(now.getTime() + 6_000);
    const again = () => later.send('POST', '/v1/payments', { body, idempotencyKey: 'lost' });
    expect((await again()).status).toBe(409);
    expect(later.client.started.at(-1)).toEqual({ paymentId: json.id, fresh: false });
    later.client.fails = new EngineUnavailable();
    expect((await again()).status).toBe(409);
    await later.close();
  });

  it('shows an unknown funding as it stands', async () => {
    const body = await cardPayment(api);
    api.client.script = 'unknown';
    await create(body, 'unknown');
    const again = await create(body, 'unknown');
    expect(again).toMatchObject({ status: 202, json: { funding: { status: 'unknown' } } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('twenty times at once makes one payment', async () => {
    let open = (): void => undefined;
    api.client.gate = new Promise((resolve) => (open = resolve));
    const all = Array.from({ length: 20 }, () => create(HOSTED, 'crowd'));
    const others = all.map((reply) => reply.then(({ status }) => status === 409));
    // All but the first have their answer before the first is let go.
    let answered = 0;
    for (const other of others) void other.then(() => answered++);
    while (answered < 19) await new Promise((resolve) => setImmediate(resolve));
    open();
    expect((await Promise.all(others)).filter(Boolean)).toHaveLength(19);
    expect((await Promise.all(all)).filter(({ status }) => status === 201)).toHaveLength(1);
    expect(api.store.held.size).toBe(1);
    expect(api.client.started.filter(({ fresh }) => fresh)).toHaveLength(1);
  });

  it('two keys make two payments of the same body', async () => {
    await create(HOSTED, 'one');
    await create(HOSTED, 'two');
    expect(api.store.held.size).toBe(2);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['with a space', 'with space'],
    ['not ASCII', '\u00e9'],
    ['too long', 'x'.repeat(256)],
  ])('is refused when it is %s', async (_how, key) => {
    const headers = key === undefined ? undefined : { 'idempotency-key': key };
    const reply = await api.send('POST', '/v1/payments', { body: HOSTED, idempotencyKey: null, headers });
    expect(reply).toMatchObject({ status: 400, json: { code: 'idempotency_key_required' } });
  });
});
