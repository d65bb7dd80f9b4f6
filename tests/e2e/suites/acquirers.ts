import type { StripeCheckout } from '../../../gateways/testing/stripe-checkout';
import { payOnPage } from '../../support/payer';
import { personOf } from '../../support/person';
import type { World } from '../../support/world';
import { openPage } from './pages';

export const STRIPE = { STRIPE_SECRET_KEY: 'sk_test_two', STRIPE_WEBHOOK_SECRET: 'whsec_of_two_acquirers' };

/** Of the sandbox's biller, by their currency. */
const ACCOUNTS = { EUR: '+35799000001', USD: '+12025550100' };

/** A second acquirer, Stripe: gateways/testing/stripe-checkout.ts says what stands for it. */
export function acquirers(world: () => World, stripe: () => StripeCheckout): void {
  const page = (currency: keyof typeof ACCOUNTS) =>
    openPage(world(), {
      amount: { value: 1050, currency },
      account: { by: 'msisdn', value: ACCOUNTS[currency] },
    });

  test('SWI-5 ONE-6 a currency goes to the acquirer that an administrator gives it, and the others stay', async () => {
    const { stack, channel, outside } = world();
    const checkout = stripe();
    checkout.endpoint = {
      url: `${stack.urls.api}/v1/callbacks/acquirers/stripe`,
      secret: STRIPE.STRIPE_WEBHOOK_SECRET,
    };
    expect((await page('USD')).redirectUrl).toContain(stack.urls.sandbox);
    const adam = await personOf(stack, 'adam');
    const { version } = await adam.get<{ version: number }>('/v1/settings');
    const changes = { acquirers: { byCurrency: { USD: 'stripe' } } };
    expect((await adam.call('PATCH', '/v1/settings', { version, changes })).status).toBe(200);

    const [dollars, euros] = [await page('USD'), await page('EUR')];
    expect(dollars.redirectUrl).toContain(checkout.url);
    expect(euros.redirectUrl).toContain(stack.urls.sandbox);
    for (const { id, redirectUrl } of [dollars, euros]) {
      await payOnPage(redirectUrl);
      expect(await channel.untilEnded(id)).toMatchObject({ status: 'succeeded' });
    }
    const taken = checkout.books
      .intents()
      .map(({ status, amount, currency }) => ({ status, amount, currency }));
    expect(taken).toEqual([{ status: 'succeeded', amount: 1050, currency: 'usd' }]);
    expect(await outside.books(dollars.id)).toMatchObject({ charges: 0, captures: 0, registrations: 1 });
    expect(await outside.books(euros.id)).toMatchObject({ charges: 1, captures: 1, registrations: 1 });
    expect(await channel.ledger()).toMatchObject({ balanced: true, problems: [] });
  });
}
