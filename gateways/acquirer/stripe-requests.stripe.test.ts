import { ulid } from 'ulid';
import { referenceOf } from '../../domain/steps';
import { type FaultyProxy, startFaultyProxy } from '../testing/faulty-proxy';
import { type Emulator, findStripeMock, startStripeMock, withEmulator } from '../testing/stripe-emulators';
import { StripeAcquirer } from './stripe-acquirer';

/** stripe-mock answers 400 to a request that Stripe's description of its API does not allow. */
withEmulator('stripe-mock', findStripeMock(), Boolean(process.env.CI), (program) => {
  describe('the requests that Stripe gets are as Stripe describes them', () => {
    let emulator: Emulator;
    let proxy: FaultyProxy;
    let acquirer: StripeAcquirer;
    beforeAll(async () => {
      emulator = await startStripeMock(program);
      proxy = await startFaultyProxy(emulator.url);
      acquirer = new StripeAcquirer({
        name: 'stripe',
        secretKey: 'sk_test_123',
        webhookSecret: 'whsec_1',
        apiBase: proxy.url,
      });
    });
    afterAll(async () => {
      await acquirer?.close();
      await proxy?.close();
      await emulator?.close();
    });
    afterEach(() => expect(proxy.refusals()).toEqual([]));

    const reference = referenceOf(`pay_${ulid()}`, 'fund');
    const amount = { value: 1050, currency: 'EUR' };
    const page = {
      reference,
      amount,
      returnUrl: 'https://shop.example/back?order=1',
      callbackUrl: 'https://pay.example/callback',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    };

    test.each([true, false])('a page that saves the card: %s', async (saveCard) => {
      await acquirer.openPage({ ...page, saveCard });
      expect(proxy.arrivals(/^POST \/v1\/checkout\/sessions$/)).toBeGreaterThan(0);
    });

    test('a page is asked about and closed by its id, and looked for without it', async () => {
      await acquirer.inquirePage(reference, { externalId: 'cs_test_1' });
      expect(proxy.arrivals(/^GET \/v1\/checkout\/sessions\/cs_test_1\?expand/)).toBe(1);
      await acquirer.expirePage(reference, { externalId: 'cs_test_1' });
      await acquirer.inquirePage(reference);
      expect(
        proxy.arrivals(/^GET \/v1\/checkout\/sessions\?limit=100&created\[gte\]=\d+&created\[lt\]=/),
      ).toBe(2);
    });

    test('a charge, and everything after it', async () => {
      const later = { authorisation: reference, reference: 'r2', authorisationId: 'pi_1', amount };
      await acquirer.authorise({ reference, amount, token: 'cus_1/pm_1', capture: true });
      await acquirer.inquireAuthorisation(reference);
      expect(proxy.arrivals(/^GET \/v1\/payment_intents\/search\?/)).toBe(1);
      await acquirer.capture(later);
      await acquirer.release(later);
      await acquirer.refund(later);
      await acquirer.inquire('refund', later);
      expect(proxy.arrivals(/\/pi_1/)).toBeGreaterThan(2);
    });

    test('the line', async () => {
      expect(await acquirer.probe()).toBe('up');
      expect(proxy.arrivals(/^GET \/v1\/balance$/)).toBe(1);
    });

    test('a card', async () => {
      await acquirer.registerCard('pm_1', 'customer-1');
      expect(proxy.arrivals(/^GET \/v1\/payment_methods\/pm_1\?expand/)).toBe(1);
    });
  });
});
