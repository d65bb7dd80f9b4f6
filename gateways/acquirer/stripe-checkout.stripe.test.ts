import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { ulid } from 'ulid';
import { referenceOf } from '../../domain/steps';
import { startStripeCheckout } from '../testing/stripe-checkout';
import type { StripeCheckout } from '../testing/stripe-checkout';
import { findStripeMock, startStripeMock, withEmulator } from '../testing/stripe-emulators';
import { hostedPageContract } from './acquirer-pages.contract';
import { createAcquirer } from './acquirers';
import type { Acquirer } from './acquirer';

const WEBHOOK_SECRET = 'whsec_checkout';

/** Against an emulation of ours: see `stripe-checkout.ts` for what that shows, and what it does not. */
describe('stripe’s hosted page, by the official SDK', () => {
  let checkout: StripeCheckout;
  let acquirer: Acquirer;

  beforeAll(async () => {
    checkout = await startStripeCheckout();
    acquirer = createAcquirer({
      kind: 'stripe',
      name: 'stripe',
      secretKey: 'sk_test_checkout',
      webhookSecret: WEBHOOK_SECRET,
      apiBase: checkout.url,
    });
  });
  afterAll(async () => {
    await acquirer.close();
    await checkout.close();
  });

  const fill = async (url: string, form: Record<string, string>): Promise<number> =>
    (await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })).status;
  const pay = (url: string, number = '4242424242424242') => fill(url, { action: 'pay', number });
  const open = async (expiresInMs = 3_600_000) => {
    const request = {
      reference: referenceOf(`pay_${ulid()}`, 'fund'),
      amount: { value: 1050, currency: 'EUR' },
      returnUrl: 'https://shop.invalid/back',
      callbackUrl: 'http://127.0.0.1:9/callback',
      expiresAt: new Date(Date.now() + expiresInMs).toISOString(),
      saveCard: false,
    };
    const page = await acquirer.openPage(request);
    if (page.kind !== 'succeeded') throw new Error(`not opened: ${JSON.stringify(page)}`);
    return { request, reference: request.reference, url: page.value.url };
  };

  hostedPageContract(
    () => ({
      acquirer,
      payer: {
        approve: async (url) => void (await pay(url)),
        cancel: async (url) => void (await fill(url, { action: 'cancel' })),
      },
      commits: async (reference) =>
        checkout.books
          .intents()
          .filter(({ metadata, status }) => metadata.reference === reference && status !== 'canceled').length,
    }),
    { leavingIsFinal: false },
  );

  test('a payer who leaves may come back and pay', async () => {
    const { reference, url } = await open();
    expect(await fill(url, { action: 'cancel' })).toBe(303);
    expect(await acquirer.inquirePage(reference)).toEqual({
      kind: 'succeeded',
      value: { status: 'open', url },
    });
    await pay(url);
    expect(await acquirer.inquirePage(reference)).toMatchObject({ value: { status: 'authorised' } });
  });

  test('a card that is declined leaves the page open for another, and is no outcome yet', async () => {
    const { reference, url } = await open();
    expect(await pay(url, '4000000000000002')).toBe(402);
    expect(await acquirer.inquirePage(reference)).toMatchObject({ value: { status: 'open' } });
    expect(await acquirer.inquireAuthorisation(reference)).toEqual({ kind: 'unknown', reason: 'not_final' });
    await pay(url);
    expect(await acquirer.inquireAuthorisation(reference)).toMatchObject({ kind: 'succeeded' });
  });

  test('the same reference with another expiry gives the page that is there', async () => {
    const { request, url } = await open();
    const expiresAt = new Date(Date.now() + 2 * 3_600_000).toISOString();
    expect(await acquirer.openPage({ ...request, expiresAt })).toMatchObject({ value: { url } });
  });

  test.each([60_000, 48 * 3_600_000])('an expiry that Stripe refuses (%s ms) is left to it', async (ms) => {
    const { reference } = await open(ms);
    expect(await acquirer.inquirePage(reference)).toMatchObject({ value: { status: 'open' } });
  });

  test('its event, which the SDK has signed, names the payment to whoever knows the secret', async () => {
    const arrived: { headers: IncomingHttpHeaders; rawBody: Buffer }[] = [];
    const receiver = createServer((request, response) => {
      void buffer(request).then((rawBody) => {
        arrived.push({ headers: request.headers, rawBody });
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    const read = ({ headers, rawBody }: (typeof arrived)[number]) =>
      acquirer.readCallback(headers as Record<string, string>, rawBody);
    try {
      for (const secret of [WEBHOOK_SECRET, 'whsec_guessed']) {
        checkout.endpoint = { url: `http://127.0.0.1:${port}/`, secret };
        const { reference, url } = await open();
        await pay(url);
        while (arrived.length === 0) await sleep(20);
        const [event] = arrived.splice(0);
        expect(read(event!)).toEqual(secret === WEBHOOK_SECRET ? { reference } : undefined);
        const rawBody = Buffer.from(event!.rawBody.toString().replace(reference, 'pay_other.fund'));
        expect(read({ ...event!, rawBody })).toBeUndefined();
      }
    } finally {
      checkout.endpoint = undefined;
      receiver.close();
    }
  });

  withEmulator('stripe-mock', findStripeMock(), Boolean(process.env.CI), (program) => {
    test('its objects have no field that Stripe does not describe, and none of another kind', async () => {
      const { url } = await open();
      await pay(url);
      const stripe = await startStripeMock(program);
      const described = async (path: string): Promise<Record<string, unknown>> => {
        const headers = { authorization: 'Bearer sk_test_123' };
        return (await (await fetch(`${stripe.url}${path}`, { headers })).json()) as Record<string, unknown>;
      };
      try {
        for (const [path, ours] of [
          ['/v1/checkout/sessions/cs_test_1', checkout.books.sessionsIn(new URLSearchParams())[0]!],
          ['/v1/payment_intents/pi_1', checkout.books.intents()[0]!],
        ] as const) {
          const theirs = await described(path);
          for (const [field, value] of Object.entries(ours)) {
            expect([field, Object.keys(theirs).includes(field)]).toEqual([field, true]);
            if (value !== null && theirs[field] !== null)
              expect([field, typeof value]).toEqual([field, typeof theirs[field]]);
          }
        }
      } finally {
        await stripe.close();
      }
    });
  });
});
