import { DEFAULT_OPERATING_SETTINGS } from '../../domain/operating-settings';
import { cardPayment, HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const change = (changes: unknown, version = 0) =>
  api.send('PATCH', '/v1/settings', { body: { version, changes } });
const create = (body: unknown, idempotencyKey?: string) =>
  api.send('POST', '/v1/payments', { body, idempotencyKey });
const limitedTo = (min: number, max: number) => ({ limits: { payment: [{ currency: 'EUR', min, max }] } });

describe('the settings', () => {
  it('are the defaults until somebody changes them', async () => {
    const { json } = await api.send('GET', '/v1/settings');
    expect(json).toEqual({ settings: JSON.parse(JSON.stringify(DEFAULT_OPERATING_SETTINGS)), version: 0 });
  });

  it('change by fields, and tell who changed them, with before and after', async () => {
    const reply = await change({ expiry: { hostedPageMs: 120_000 }, lines: { probeMs: 5000 } });
    expect(reply).toMatchObject({
      status: 200,
      json: {
        version: 1,
        changedBy: { kind: 'channel', id: 'demo' },
        settings: {
          expiry: { ...DEFAULT_OPERATING_SETTINGS.expiry, hostedPageMs: 120_000 },
          lines: { probeMs: 5000, downAfterFailures: 3 },
        },
      },
    });
    const { json } = await api.send('GET', '/v1/settings/history');
    expect(json.items).toEqual([
      expect.objectContaining({
        version: 1,
        actor: { kind: 'channel', id: 'demo' },
        before: { expiry: { hostedPageMs: 1_800_000 }, lines: { probeMs: 10_000 } },
        after: { expiry: { hostedPageMs: 120_000 }, lines: { probeMs: 5000 } },
      }),
    ]);
  });

  it('refuse a change that was made to an older version', async () => {
    await change({ lines: { probeMs: 5000 } });
    expect(await change({ lines: { probeMs: 6000 } })).toMatchObject({
      status: 409,
      json: { code: 'settings_changed_meanwhile' },
    });
    expect(api.store.settings.current.lines.probeMs).toBe(5000);
  });

  const en = DEFAULT_OPERATING_SETTINGS.texts.receipt.en;
  it.each([
    [{ limits: { payment: [{ currency: 'EUR', min: 2, max: 1 }] } }, 'limits.payment.0.min', 'min_above_max'],
    [{ limits: { payment: [{ currency: 'EURO' }] } }, 'limits.payment.0.currency', 'currency_unknown'],
    [{ limits: { payment: [{ currency: 'EUR', max: 0 }] } }, 'limits.payment.0.max', 'out_of_range'],
    [{ limits: { payment: [{ currency: 'EUR', max: 1.5 }] } }, 'limits.payment.0.max', 'wrong_type'],
    [
      { limits: { payment: [{ currency: 'EUR' }, { currency: 'EUR' }] } },
      'limits.payment.1.currency',
      'duplicate',
    ],
    [{ expiry: { hostedPageMs: 59_999 } }, 'expiry.hostedPageMs', 'out_of_range'],
    [{ expiry: { refundApprovalMs: 1e12 } }, 'expiry.refundApprovalMs', 'out_of_range'],
    [{ retries: { inquiryMs: [1000, 5000, 4000] } }, 'retries.inquiryMs.2', 'not_growing'],
    [{ retries: { inquiryMs: [] } }, 'retries.inquiryMs', 'too_short'],
    [{ retries: { inquiryMs: [10] } }, 'retries.inquiryMs.0', 'out_of_range'],
    [{ retries: { inquiryMs: Array(10).fill(7 * 86_400_000) } }, 'retries.inquiryMs', 'out_of_range'],
    [{ retries: { lateResultMs: [59_999] } }, 'retries.lateResultMs.0', 'out_of_range'],
    [{ retries: { webhookMs: Array(14).fill(86_400_000) } }, 'retries.webhookMs', 'too_short'],
    [{ retries: { webhookMs: Array(15).fill(5_759_999) } }, 'retries.webhookMs', 'out_of_range'],
    [
      { retries: { webhookMs: [...Array(14).fill(86_400_000), 86_400_001] } },
      'retries.webhookMs.14',
      'out_of_range',
    ],
    [{ retries: { webhookMs: [...Array(15).fill(6_000_000), 1000] } }, 'retries.webhookMs.15', 'not_growing'],
    [{ retries: { deliveryReceiptMs: 9_999 } }, 'retries.deliveryReceiptMs', 'out_of_range'],
    [
      { texts: { receipt: { en: { ...en, text: 'Paid {sum}' } } } },
      'texts.receipt.en.text',
      'placeholder_unknown',
    ],
    [{ texts: { receipt: { ru: en } } }, 'texts.receipt.en', 'required'],
    [{ texts: { refund: { en, english: en } } }, 'texts.refund.english', 'bad_format'],
    [{ texts: { refund: { en: { ...en, subject: '' } } } }, 'texts.refund.en.subject', 'too_short'],
    [{ acquirers: { byCurrency: { EUR: 'nobody' } } }, 'acquirers.byCurrency.EUR', 'acquirer_unknown'],
    [{ lines: { downAfterFailures: 0 } }, 'lines.downAfterFailures', 'out_of_range'],
    [{ lines: { forwardPerSecond: -1 } }, 'lines.forwardPerSecond', 'out_of_range'],
    [{ lines: { colour: 'red' } }, 'lines.colour', 'unknown_field'],
    [{ colours: {} }, 'colours', 'unknown_field'],
  ])('refuse %j, and name the field', async (changes, path, code) => {
    const reply = await change(changes);
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toEqual([expect.objectContaining({ path: `changes.${path}`, code })]);
    expect(api.store.settings.made).toEqual([]);
  });

  it('take webhooks of 16 tries over 24 hours', async () => {
    expect((await change({ retries: { webhookMs: Array(15).fill(5_760_000) } })).status).toBe(200);
  });

  it('take an unknown currency in no place', async () => {
    const { json } = await change({ acquirers: { byCurrency: { XXXX: 'sandbox' } } });
    expect(json.code).toBe('validation_failed');
  });

  it('take languages of their own', async () => {
    const texts = { receipt: { en, el: { subject: 'Πληρωμή', text: '{amount} {id}' } } };
    expect((await change({ texts })).status).toBe(200);
  });
});

describe('a changed setting acts on the next payment:', () => {
  it('the limits of an amount', async () => {
    await change(limitedTo(1050, 1050));
    expect((await create(HOSTED)).status).toBe(201);
    for (const value of [1049, 1051]) {
      const reply = await create({ ...HOSTED, amount: { value, currency: 'EUR' } });
      expect(reply).toMatchObject({ status: 422, json: { code: 'amount_out_of_limits' } });
      expect(reply.json.errors).toEqual([
        { path: 'amount.value', code: 'amount_out_of_range', message: expect.stringContaining('1050') },
      ]);
    }
    expect((await create({ ...HOSTED, amount: { value: 9, currency: 'USD' } })).status).toBe(201);
    await change({ limits: { payment: [] } }, 1);
    expect((await create({ ...HOSTED, amount: { value: 1, currency: 'EUR' } })).status).toBe(201);
  });

  it('never on one that was taken on before', async () => {
    const body = await cardPayment(api);
    const first = await create(body, 'once');
    await change(limitedTo(1, 2));
    const again = await create(body, 'once');
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await create({ ...body, reference: 'x' }, 'once')).json.code).toBe('idempotency_key_reused');
    expect((await create(body, 'another')).json.code).toBe('amount_out_of_limits');
  });

  it('how long a hosted page stays open', async () => {
    await change({ expiry: { hostedPageMs: 90_000 } });
    const { json } = await create(HOSTED);
    expect(Date.parse(String(json.expiresAt)) - Date.parse(String(json.createdAt))).toBe(90_000);
  });

  it('the acquirer of a currency', async () => {
    const acquirerOf = async (currency: string) => {
      const { json } = await create({ ...HOSTED, amount: { value: 1050, currency } });
      return api.store.held.get(String(json.id))!.order.acquirer;
    };
    expect(await acquirerOf('EUR')).toBe('sandbox');
    await change({ acquirers: { byCurrency: { EUR: 'stripe' } } });
    expect([await acquirerOf('EUR'), await acquirerOf('USD')]).toEqual(['stripe', 'sandbox']);
    // One that the settings name and that is no longer set up is not waited for.
    api.store.settings.set({ acquirers: { byCurrency: { EUR: 'gone' } } });
    expect(await acquirerOf('EUR')).toBe('sandbox');
  });
});
