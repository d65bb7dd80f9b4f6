import { EngineUnavailable } from '../../client/interfaces';
import { referenceOf } from '../../domain/steps';
import { HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

async function hosted(returnUrl?: string): Promise<string> {
  const body = { ...HOSTED, source: { type: 'hosted_page', returnUrl } };
  return String((await api.send('POST', '/v1/payments', { body })).json.id);
}

describe('an acquirer’s callback', () => {
  const call = (body: unknown, signature = 'good', acquirer = 'sandbox') =>
    api.send('POST', `/v1/callbacks/acquirers/${acquirer}`, {
      key: null,
      idempotencyKey: null,
      raw: JSON.stringify(body),
      headers: { 'acquirer-signature': signature, 'content-type': 'application/json' },
    });

  it('is passed on as news, also for a payment that has ended', async () => {
    const id = await hosted();
    api.store.happen(id, { type: 'page_expired' });
    const reply = await call({ reference: referenceOf(id, 'open_page') });
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(api.client.told).toEqual([id]);
  });

  it('that is forged, or of an unknown acquirer, changes nothing', async () => {
    const reference = referenceOf(await hosted(), 'fund');
    expect((await call({ reference }, 'forged')).json.code).toBe('callback_not_genuine');
    expect((await call({ reference }, 'good', 'other')).json.code).toBe('callback_not_genuine');
    expect(api.client.told).toEqual([]);
  });

  it('about nothing of ours is thanked for', async () => {
    expect((await call({ reference: 'somebody-else' })).status).toBe(204);
    expect(api.client.told).toEqual([]);
  });

  it('is asked for again while the engine is away', async () => {
    const reference = referenceOf(await hosted(), 'fund');
    api.client.fails = new EngineUnavailable();
    expect((await call({ reference })).status).toBe(503);
  });
});

describe('Twilio’s callback', () => {
  const url = 'https://pay.example/v1/callbacks/twilio';
  const call = (form: Record<string, string>, signature = url) =>
    api.send('POST', '/v1/callbacks/twilio', {
      key: null,
      idempotencyKey: null,
      raw: new URLSearchParams(form).toString(),
      headers: { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' },
    });

  it('is kept, and told to the notification that waits for it', async () => {
    expect((await call({ MessageSid: 'SM_known', MessageStatus: 'delivered' })).status).toBe(204);
    expect(api.client.deliveries).toEqual(['notify_1']);
    expect((await call({ MessageSid: 'SM_early', MessageStatus: 'failed' })).status).toBe(204);
    expect(api.store.receipts.map(({ state }) => state)).toEqual(['delivered', 'failed']);
    expect(api.client.deliveries).toHaveLength(1);
  });

  it('of a message under way needs nothing done', async () => {
    expect((await call({ MessageSid: 'SM_known', MessageStatus: 'sent' })).status).toBe(204);
    expect(api.store.receipts).toEqual([]);
  });

  it('that is forged is refused', async () => {
    const reply = await call({ MessageSid: 'SM_known', MessageStatus: 'delivered' }, 'forged');
    expect(reply.json.code).toBe('callback_not_genuine');
    expect(api.store.receipts).toEqual([]);
  });
});

describe('a payer who comes back', () => {
  const back = (id: string) => api.send('GET', `/v1/payments/${id}/return`, { key: null });

  it('goes on to the channel’s page, which hears the payment’s id and status', async () => {
    const id = await hosted('https://shop.example/thanks?order=7');
    api.client.onNews = () => api.store.happen(id, { type: 'funding_declined', code: 'card_expired' });
    const reply = await back(id);
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toBe(
      `https://shop.example/thanks?order=7&paymentId=${id}&status=declined`,
    );
    expect(api.client.told).toEqual([id]);
  });

  it('sees our own page where the channel has none', async () => {
    const id = await hosted();
    const waiting = await back(id);
    expect(waiting.status).toBe(200);
    expect(waiting.text).toContain('not finished');
    expect(waiting.text).toContain(`https://acquirer.example/pay/${id}`);
    api.store.happen(id, { type: 'payer_authorised', externalId: 'auth_1' });
    expect((await back(id)).text).toContain('http-equiv="refresh"');
    api.store.happen(id, { type: 'funding_declined', code: 'insufficient_funds' });
    const declined = await back(id);
    expect(declined.text).toContain('There is not enough money on the card.');
    expect(declined.text).toContain('10.50 EUR');
    expect(declined.text).not.toContain('+35799000001');
    expect(declined.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is shown what the store knows while the engine is away', async () => {
    const id = await hosted();
    api.client.fails = new EngineUnavailable();
    expect((await back(id)).text).toContain('not finished');
  });

  it('makes one piece of news, however often the page is loaded, and none when the payer is done', async () => {
    const id = await hosted();
    await Promise.all([back(id), back(id), back(id)]);
    api.store.happen(id, { type: 'payer_authorised', externalId: 'auth_1' });
    await back(id);
    expect(api.client.told.filter((told) => told === id)).toHaveLength(1);
  });

  it('costs the store one look at a time, however often the page is loaded', async () => {
    const id = await hosted();
    const before = api.store.looks;
    await Promise.all(Array.from({ length: 20 }, () => back(id)));
    // Each asks once by itself whether there is such a payment.
    expect(api.store.looks - before).toBeLessThan(20 + 20);
  });

  it('is told that a payment is not there', async () => {
    for (const id of ['pay_none', 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D']) {
      const reply = await back(id);
      expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    }
  });

  it('can’t be sent a script by the account', async () => {
    const account = { by: 'account', value: '<b>' };
    const { json } = await api.send('POST', '/v1/payments', { body: { ...HOSTED, account } });
    expect((await back(String(json.id))).text).not.toContain('<b>');
  });
});

describe('health', () => {
  it('tells which part does not answer', async () => {
    const ready = () => api.send('GET', '/health/ready', { key: null });
    const parts = { store: true, engine: true, paymentsQueue: true };
    expect((await ready()).json).toEqual({ status: 'ready', parts });
    api.client.up = false;
    const without = await ready();
    expect(without.status).toBe(503);
    expect(without.json).toEqual({ status: 'not_ready', parts: { ...parts, engine: false } });
    expect((await api.send('GET', '/health/live', { key: null })).json).toEqual({ status: 'up' });
  });

  it('is looked at once for all who ask at the same time', async () => {
    const ready = () => api.send('GET', '/health/ready', { key: null });
    let answer = (_up: boolean): void => undefined;
    const answered = new Promise<boolean>((resolve) => (answer = resolve));
    const ping = jest.spyOn(api.client, 'ping').mockReturnValue(answered);
    const asking = Array.from({ length: 20 }, ready);
    const live = await Promise.all(
      Array.from({ length: 20 }, () => api.send('GET', '/health/live', { key: null })),
    );
    expect(live.map(({ status }) => status)).toEqual(Array(20).fill(200));
    answer(true);
    const replies = await Promise.all(asking);
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(ping.mock.calls.length).toBeLessThan(20);
    ping.mockRestore();
    api.client.up = false;
    expect((await ready()).status).toBe(503);
  });

  it('names the queue that nobody takes work from', async () => {
    const other = await startApi();
    other.client.worked = { payments: true, lines: false };
    const { status, json } = await other.send('GET', '/health/ready', { key: null });
    const parts = { store: true, engine: true, paymentsQueue: true, linesQueue: false };
    expect([status, json]).toEqual([503, { status: 'not_ready', parts }]);
    await other.close();
  });

  it('counts the worker inside the process where there is one', async () => {
    const other = await startApi({ workerRuns: () => false });
    const { status, json } = await other.send('GET', '/health/ready', { key: null });
    expect([status, json.parts]).toEqual([
      503,
      { store: true, engine: true, worker: false, paymentsQueue: true },
    ]);
    await other.close();
  });
});

describe('pages', () => {
  it.each([
    ['/', 'text/html'],
    ['/docs', 'text/html'],
    ['/docs/problems', 'text/html'],
    ['/docs/swagger-ui.css', 'text/css'],
    ['/docs/swagger-ui-bundle.js', 'text/javascript'],
    ['/docs/start.js', 'text/javascript'],
    ['/assets/pages.css', 'text/css'],
  ])('%s is served by us', async (path, type) => {
    const reply = await api.send('GET', path, { key: null });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toContain(type);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('lead to the console, where people work', async () => {
    const landing = await fetch(`${api.url}/`);
    expect(await landing.text()).toContain('<a href="/console/">Console</a>');
  });

  it.each(['/docs/package.json', '/docs/..%2fpackage.json', '/docs/__proto__'])('%s is not', async (path) => {
    expect((await api.send('GET', path, { key: null })).json.code).toBe('route_not_found');
  });
});
