import Stripe from 'stripe';
import type { DeclineCode } from '../../domain/declines';
import { startFaultyProxy } from '../testing/faulty-proxy';
import { findLocalstripe, startLocalstripe, withEmulator } from '../testing/stripe-emulators';
import { acquirerContract } from './acquirer.contract';
import type { AcquirerSubject, FaultyCall } from '../testing/acquirer-subject';
import { createAcquirer } from './acquirers';

const SECRET_KEY = 'sk_test_contract';
const WEBHOOK_SECRET = 'whsec_contract';

/** The emulator declines few cards, and only at their charge. */
const NUMBERS: Partial<Record<'approved' | DeclineCode, string>> = {
  approved: '4242424242424242',
  do_not_honour: '4000000000000341',
  authentication_failed: '4000000000003220',
};

const CALLS: Record<FaultyCall, RegExp> = {
  probe: /^GET \/v1\/balance$/,
  authorise: /^POST \/v1\/payment_intents$/,
  inquireAuthorisation: /^GET \/v1\/payment_intents/,
  capture: /^POST .*\/capture$/,
  release: /^POST .*\/cancel$/,
  refund: /^POST \/v1\/refunds$/,
};

async function makeSubject(program: string): Promise<AcquirerSubject> {
  const emulator = await startLocalstripe(program);
  const proxy = await startFaultyProxy(emulator.url);
  const { hostname: host, port } = new URL(emulator.url);
  const direct = new Stripe(SECRET_KEY, { host, port, protocol: 'http' });
  const acquirer = createAcquirer({
    kind: 'stripe',
    name: 'stripe',
    secretKey: SECRET_KEY,
    webhookSecret: WEBHOOK_SECRET,
    apiBase: proxy.url,
    timeoutMs: 3000,
  });
  const methodOf = async (number = '') => {
    const card = { number, exp_month: 12, exp_year: 2060, cvc: '123' };
    return (await direct.paymentMethods.create({ type: 'card', card })).id;
  };
  return {
    acquirer,
    token: async (card) => {
      const [customer, method] = await Promise.all([direct.customers.create(), methodOf(NUMBERS[card])]);
      await direct.paymentMethods.attach(method, { customer: customer.id });
      return `${customer.id}/${method}`;
    },
    fault: (fault, call) => proxy.fault(fault, CALLS[call]),
    commits: async (reference) => {
      const isOurs = ({ metadata }: { metadata: Stripe.Metadata | null }) =>
        metadata?.['reference'] === reference;
      const intents = await direct.paymentIntents.list({ limit: 1000 });
      const refunds = await direct.refunds.list({ limit: 1000 });
      const held = intents.data.filter(
        ({ status }) => status === 'succeeded' || status === 'requires_capture',
      );
      return held.filter(isOurs).length + refunds.data.filter(isOurs).length;
    },
    callback: async (reference, { ageSeconds = 0, forged = false } = {}) => {
      const object = { object: 'checkout.session', client_reference_id: reference };
      const event = { id: 'evt_1', object: 'event', type: 'checkout.session.completed', data: { object } };
      const payload = JSON.stringify(event);
      const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
      const secret = forged ? 'whsec_guessed' : WEBHOOK_SECRET;
      const signature = direct.webhooks.generateTestHeaderString({ payload, secret, timestamp });
      return { headers: { 'stripe-signature': signature }, rawBody: Buffer.from(payload) };
    },
    formToken: () => methodOf(NUMBERS.approved),
    unknownFormToken: 'pm_never_given',
    close: async () => {
      await acquirer.close();
      await proxy.close();
      await emulator.close();
    },
  };
}

withEmulator('localstripe', findLocalstripe(), Boolean(process.env.CI), (program) => {
  const features = {
    declines: ['do_not_honour', 'authentication_failed'] as const,
    idempotent: false,
    // See stripe-checkout.stripe.test.ts.
    pages: false,
    limitsRefunds: false,
  };
  acquirerContract('stripe, against localstripe', features, () => makeSubject(program));

  test('a card that one customer registered is not there for another', async () => {
    const { acquirer, formToken, close } = await makeSubject(program);
    const token = await formToken();
    const first = await acquirer.registerCard(token, 'customer-1');
    expect(first).toMatchObject({ kind: 'succeeded' });
    expect(await acquirer.registerCard(token, 'customer-1')).toEqual(first);
    expect(await acquirer.registerCard(token, 'customer-2')).toEqual({
      kind: 'declined',
      code: 'card_unknown',
    });
    await close();
  });
});
