import { createHmac } from 'node:crypto';
import { createAcquirer } from './acquirers';
import { isGenuine } from './callback-signature';

const BODY = Buffer.from('{"reference":"pay_1.fund"}');
const now = 1_769_860_800_000;
const signed = (secret: string, at = now) => {
  const time = Math.floor(at / 1000);
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.`).update(BODY).digest('hex')}`;
};

test('a callback is genuine under its secret alone', () => {
  expect(isGenuine(signed('whsec_1'), BODY, 'whsec_1', now)).toBe(true);
  expect(isGenuine(signed('whsec_2'), BODY, 'whsec_1', now)).toBe(false);
});

describe('without a secret nobody is believed, not even who signs with none', () => {
  test('in the acquirer protocol', async () => {
    expect(isGenuine(signed(''), BODY, '', now)).toBe(false);
    const config = { kind: 'http', name: 'open', url: 'http://127.0.0.1:9', secret: 's' } as const;
    const acquirer = createAcquirer({ ...config, callbackSecret: '' });
    const headers = { 'acquirer-signature': signed('', Date.now()) };
    expect(acquirer.readCallback(headers, BODY)).toBeUndefined();
    await acquirer.close();
  });

  test('at Stripe', async () => {
    const payload = JSON.stringify({
      id: 'evt_1',
      object: 'event',
      data: { object: { metadata: { reference: 'pay_1.fund' } } },
    });
    const read = async (webhookSecret: string) => {
      const time = Math.floor(Date.now() / 1000);
      const v1 = createHmac('sha256', webhookSecret).update(`${time}.${payload}`).digest('hex');
      const headers = { 'stripe-signature': `t=${time},v1=${v1}` };
      const acquirer = createAcquirer({
        kind: 'stripe',
        name: 'stripe',
        secretKey: 'sk_test_1',
        webhookSecret,
      });
      const news = acquirer.readCallback(headers, Buffer.from(payload));
      await acquirer.close();
      return news;
    };
    expect(await read('whsec_1')).toEqual({ reference: 'pay_1.fund' });
    expect(await read('')).toBeUndefined();
  });
});
