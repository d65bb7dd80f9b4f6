import type Stripe from 'stripe';
import { openedPage, pageOf, sessionParams } from './stripe-sessions';

const URL = 'https://checkout.stripe.com/c/pay/cs_1';

function session(fields: object): Stripe.Checkout.Session {
  return {
    id: 'cs_1',
    url: null,
    status: 'complete',
    customer: null,
    payment_intent: null,
    ...fields,
  } as never;
}

function paid(status: string, customer: string | null = null): Stripe.Checkout.Session {
  const card = { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2035 };
  return session({ customer, payment_intent: { id: 'pi_1', status, payment_method: { id: 'pm_1', card } } });
}

describe('how a Checkout Session stands', () => {
  test('open and expired', () => {
    const open = { kind: 'succeeded', value: { status: 'open', url: URL } };
    expect(pageOf(session({ status: 'open', url: URL }))).toEqual(open);
    const expired = { kind: 'succeeded', value: { status: 'expired' } };
    expect(pageOf(session({ status: 'expired' }))).toEqual(expired);
  });

  test.each([
    ['cus_1', 'cus_1/pm_1'],
    [null, 'pm_1'],
  ])('held for customer %s: authorised, and the card’s token is %s', (customer, token) => {
    const card = { token, brand: 'visa', last4: '4242', expiryMonth: 12, expiryYear: 2035 };
    const authorised = { kind: 'succeeded', value: { status: 'authorised', externalId: 'pi_1', card } };
    expect(pageOf(paid('requires_capture', customer))).toEqual(authorised);
    expect(pageOf(paid('succeeded', customer))).toEqual(authorised);
  });

  test('complete without money held is never authorised', () => {
    expect(pageOf(paid('canceled'))).toEqual({ kind: 'declined', code: 'not_authorised' });
    expect(pageOf(paid('processing'))).toEqual({ kind: 'unknown', reason: 'not_final' });
    expect(pageOf(session({ payment_intent: 'pi_1' }))).toMatchObject({ kind: 'unknown' });
    expect(pageOf(session({ status: 'news to us' }))).toMatchObject({ kind: 'unknown' });
  });

  test('a page is opened only where there is somewhere to go', () => {
    const opened = { kind: 'succeeded', value: { url: URL, externalId: 'cs_1' } };
    expect(openedPage(session({ url: URL }))).toEqual(opened);
    expect(openedPage(session({}))).toMatchObject({ kind: 'unknown' });
  });
});

describe('what a Checkout Session is asked for', () => {
  const request = (minutes: number, saveCard = false) => ({
    reference: 'pay_1.fund',
    amount: { value: 1050, currency: 'EUR' },
    returnUrl: 'https://shop.example/back',
    callbackUrl: 'https://pay.example/callback',
    expiresAt: new Date(Date.now() + minutes * 60_000).toISOString(),
    saveCard,
  });

  test('it only authorises, under our reference', () => {
    const params = sessionParams(request(60), 1050, 'Payment');
    expect(params).toMatchObject({
      client_reference_id: 'pay_1.fund',
      payment_intent_data: { capture_method: 'manual', metadata: { reference: 'pay_1.fund' } },
    });
    expect(params.payment_intent_data).not.toHaveProperty('setup_future_usage');
  });

  test('it keeps the card only where that was asked for', () => {
    const params = sessionParams(request(60, true), 1050, 'Payment');
    expect(params.payment_intent_data).toMatchObject({ setup_future_usage: 'off_session' });
    expect(params.customer_creation).toBe('always');
  });

  test.each([
    [10, false],
    [60, true],
    [48 * 60, false],
  ])('an expiry in %i minutes is given to Stripe: %s', (minutes, given) => {
    expect('expires_at' in sessionParams(request(minutes), 1050, 'Payment')).toBe(given);
  });
});
