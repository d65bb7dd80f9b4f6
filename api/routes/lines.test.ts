import { cardPayment, HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const pay = (body: object, sent: object = {}): Promise<Reply> =>
  api.send('POST', '/v1/payments', { body, ...sent });
const down = (status: 'down' | 'trial' = 'down') => {
  api.store.lines = [{ acquirer: 'sandbox', status, since: '2026-01-31T10:00:00.000Z' }];
};

describe('while the line is down', () => {
  it.each(['down', 'trial'] as const)('SWI-6 a payment is refused, clearly (%s)', async (status) => {
    const body = await cardPayment(api);
    down(status);
    const { status: code, json, headers } = await pay(body);
    expect([code, json.code, headers.get('retry-after')]).toEqual([503, 'line_down', '30']);
    expect(api.store.held.size).toBe(0);
  });

  it('SWI-6 whoever may batch has it taken on, and it waits', async () => {
    const body = { ...(await cardPayment(api)), batch: true };
    down();
    const olga = await api.person('operator', ['payments:batch']);
    const { status, json } = await pay(body, { as: olga });
    expect(status).toBe(202);
    expect(json).toMatchObject({ status: 'batched', batched: true, channel: 'console' });
    expect(api.store.intents).toEqual([expect.objectContaining({ status: 'ready' })]);
    expect(api.client.started).toEqual([{ paymentId: json.id, fresh: false }]);

    const { json: lines } = await api.send('GET', '/v1/lines', { as: olga });
    expect(lines.items).toEqual([
      {
        acquirer: 'sandbox',
        status: 'down',
        since: expect.any(String),
        batched: { payments: 1, refunds: 0 },
        takesCardNumbers: true,
      },
      { acquirer: 'stripe', status: 'up', batched: { payments: 0, refunds: 0 }, takesCardNumbers: false },
    ]);
    const { json: listed } = await api.send('GET', '/v1/payments?batched=true', { as: olga });
    expect(listed.items).toMatchObject([{ id: json.id }]);
  });

  it('SWI-6 whoever may not is refused', async () => {
    const body = { ...(await cardPayment(api)), batch: true };
    down();
    const reply = await pay(body, { as: await api.person('administrator') });
    expect([reply.status, reply.json.code]).toEqual([403, 'scope_missing']);
  });

  it('a hosted page can’t be batched: its payer would wait for it', async () => {
    down();
    const { json } = await pay({ ...HOSTED, batch: true });
    expect([json.code, json.detail]).toEqual(['line_down', expect.stringContaining('registered card')]);
  });

  it('what was taken on before answers as it did then', async () => {
    const body = await cardPayment(api);
    const first = await pay(body, { idempotencyKey: 'before' });
    down();
    const again = await pay(body, { idempotencyKey: 'before' });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
  });

  it('the same request batched twice is one payment', async () => {
    const body = { ...(await cardPayment(api)), batch: true };
    down();
    const first = await pay(body, { idempotencyKey: 'twice' });
    const again = await pay(body, { idempotencyKey: 'twice' });
    expect(again.json.id).toBe(first.json.id);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});

it('a wish to batch while the line is up is none', async () => {
  const { status, json } = await pay({ ...(await cardPayment(api)), batch: true });
  expect([status, json.status, json.batched]).toEqual([201, 'funded', undefined]);
});

describe('while the line is on trial and nothing waits for it', () => {
  const onTrial = (): void => {
    down('trial');
    api.store.trials.set('sandbox', undefined);
  };
  const codes = (replies: Reply[]): unknown[] => replies.map(({ status, json }) => json.code ?? status);

  it('SWI-6 one fresh payment is let in to try it, and no other', async () => {
    const body = await cardPayment(api);
    onTrial();
    const replies = [await pay(body), await pay(body), await pay(HOSTED)];
    expect(codes(replies)).toEqual([201, 'line_down', 'line_down']);
    expect(api.store.trials.get('sandbox')).toBe(replies[0]!.json.id);
    expect(api.store.held.size).toBe(1);
  });

  it('a hosted page may be the one', async () => {
    onTrial();
    expect(codes([await pay(HOSTED), await pay(HOSTED)])).toEqual([201, 'line_down']);
  });

  it('what was taken on before answers as it did then, and leaves the trial to others', async () => {
    const body = await cardPayment(api);
    const first = await pay(body, { idempotencyKey: 'before' });
    onTrial();
    expect((await pay(body, { idempotencyKey: 'before' })).text).toBe(first.text);
    expect(codes([await pay(body)])).toEqual([201]);
  });

  it('what is refused for itself leaves the trial to others', async () => {
    const body = await cardPayment(api);
    api.store.settings.set({ limits: { payment: [{ currency: 'EUR', max: 1000 }] } });
    onTrial();
    expect(codes([await pay(body)])).toEqual(['amount_out_of_limits']);
    expect(api.store.trials.get('sandbox')).toBeUndefined();
  });

  it('whoever wants it batched has it batched', async () => {
    const body = { ...(await cardPayment(api)), batch: true };
    const olga = await api.person('operator', ['payments:batch']);
    onTrial();
    const { status, json } = await pay(body, { as: olga });
    expect([status, json.status]).toEqual([202, 'batched']);
    expect(api.store.trials.get('sandbox')).toBeUndefined();
  });
});

it('whether it is batched and whether it may be rest on one look at the line', async () => {
  const body = { ...(await cardPayment(api)), batch: true };
  const olga = await api.person('operator', ['payments:batch']);
  let looks = 0;
  // The line comes back just behind the first look.
  Object.defineProperty(api.store, 'lines', {
    get: () => [
      { acquirer: 'sandbox', status: looks++ === 0 ? 'down' : 'up', since: '2026-01-31T10:00:00.000Z' },
    ],
  });
  const { status, json } = await pay(body, { as: olga });
  expect([status, json.status, looks]).toEqual([202, 'batched', 1]);
});
