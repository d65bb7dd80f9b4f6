import { type Sandbox, startSandbox } from '../sandbox';
import { DEFAULT_SECRETS } from '../secrets';
import { EUR, TestClient } from '../test-client';
import { TEST_CARDS, passesLuhn } from './test-cards';

let sandbox: Sandbox;
let client: TestClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = new TestClient(sandbox);
});
afterAll(() => sandbox.close());
afterEach(() => client.control('POST', '/reset'));

describe('tokens', () => {
  const card = { number: '5555 5555 5555 4444', expiryMonth: 12, expiryYear: 2060, securityCode: '123' };
  const tokenise = (change: object, secret = 'pk_sandbox') =>
    client.call('POST', '/acquirer/v1/tokens', { ...card, ...change }, secret);

  test('a card is swapped for a token, and described by it', async () => {
    const { status, body, headers } = await tokenise({ holder: 'A. Petrou' });
    expect(status).toBe(201);
    expect(body).toEqual({
      token: expect.stringMatching(/^tok_/),
      brand: 'mastercard',
      last4: '4444',
      expiryMonth: 12,
      expiryYear: 2060,
    });
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
    const read = await client.acquirer('GET', `/v1/tokens/${body.token}`);
    expect(read.body).toEqual(body);
    expect((await client.acquirer('GET', '/v1/tokens/tok_none')).status).toBe(404);
  });

  test.each([
    ['incorrect_number', 'number', { number: '4242424242424241' }],
    ['expired_card', 'expiryMonth', { expiryYear: 2020 }],
    ['invalid_expiry', 'expiryMonth', { expiryMonth: 13 }],
    ['incorrect_cvc', 'securityCode', { securityCode: '12' }],
  ])('refuses details with %s and does not repeat them', async (code, field, change) => {
    const { status, body } = await tokenise(change);
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ code, field });
    expect(JSON.stringify(body)).not.toContain('4242424242424241');
  });

  test('the two keys are not interchangeable', async () => {
    expect((await tokenise({}, DEFAULT_SECRETS.acquirer)).status).toBe(401);
    const token = await client.token();
    expect((await client.call('GET', `/acquirer/v1/tokens/${token}`, undefined, 'pk_sandbox')).status).toBe(
      401,
    );
  });
});

describe('health', () => {
  test('is answered, except in an outage or a scripted error', async () => {
    const health = () => client.acquirer('GET', '/health');
    expect(await health()).toMatchObject({ status: 200, body: { status: 'ok' } });
    await client.fault({ target: 'acquirer', operation: 'health', kind: 'error' });
    expect((await health()).status).toBe(503);
    await client.fault({ target: 'acquirer', kind: 'outage' });
    await expect(health()).rejects.toThrow();
    await client.control('DELETE', '/faults');
    expect((await health()).status).toBe(200);
  });
});

describe('test cards', () => {
  test.each(TEST_CARDS)('$number $says', async ({ number, behaviour }) => {
    const { status, body } = await client.authorise('card', 1000, true, number);
    expect(status).toBe(200);
    if (behaviour === 'approve') {
      expect(body).toMatchObject({ status: 'approved', captured: true });
      expect(body.declineCode).toBeUndefined();
    } else {
      const declineCode = behaviour === 'challenge' ? 'authentication_failed' : behaviour;
      expect(body).toMatchObject({ status: 'declined', declineCode, captured: false });
    }
  });

  test('any other valid number is not supported, and an unknown token is an incorrect number', async () => {
    expect(passesLuhn('4012888888881881')).toBe(true);
    const other = await client.authorise('other', 1000, true, '4012888888881881');
    expect(other.body.declineCode).toBe('card_not_supported');
    const request = { reference: 'unknown', amount: EUR(1), token: 'tok_none', capture: true };
    expect((await client.acquirer('POST', '/v1/authorisations', request)).body.declineCode).toBe(
      'incorrect_number',
    );
  });
});

describe('cards by their number', () => {
  const card = { number: '4242424242424242', expiryMonth: 12, expiryYear: 2060 };
  const authorise = (change: object = {}, reference = 'keyed') =>
    client.acquirer('POST', '/v1/authorisations', {
      reference,
      amount: EUR(1000),
      capture: true,
      card: { ...card, ...change },
    });

  test('are charged once, and nothing of the number is answered or logged', async () => {
    const first = await authorise();
    expect(first.body).toMatchObject({ kind: 'authorisation', status: 'approved', captured: true });
    expect((await authorise()).body).toEqual(first.body);
    expect((await authorise({ number: '5555555555554444' })).body.error.code).toBe('reference_reused');
    const log = await client.control('GET', '/operations');
    expect(log.body.operations).toHaveLength(1);
    expect(JSON.stringify([first.body, log.body])).not.toContain('42424242');
  });

  test.each([
    ['insufficient_funds', { number: '4000000000009995' }],
    ['authentication_failed', { number: '4000000000003220' }],
    ['card_not_supported', { number: '4012888888881881' }],
    ['incorrect_number', { number: '4242424242424241' }],
    ['expired_card', { expiryYear: 2020 }],
  ])('are declined with %s, for good', async (declineCode, change) => {
    const { body } = await authorise(change);
    expect(body).toMatchObject({ status: 'declined', declineCode });
    expect((await client.acquirer('GET', '/v1/operations/keyed')).body).toEqual(body);
  });

  test('come without a security code, or instead of a token, or not at all', async () => {
    expect((await authorise({ securityCode: '123' })).status).toBe(400);
    const both = { reference: 'b', amount: EUR(1), capture: true, card, token: await client.token() };
    const refused = await client.acquirer('POST', '/v1/authorisations', both);
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).not.toContain('4242424242424242');
  });

  test('leave no token that could be charged', async () => {
    await authorise();
    const token = 'keyed_approve_visa_4242_12_2060';
    expect((await client.acquirer('GET', `/v1/tokens/${token}`)).status).toBe(404);
    const again = { reference: 'again', amount: EUR(1), capture: true, token };
    expect((await client.acquirer('POST', '/v1/authorisations', again)).body.declineCode).toBe(
      'incorrect_number',
    );
  });
});

describe('operations', () => {
  test('authorise, capture in parts, refund in parts, never more than there is', async () => {
    expect((await client.authorise('a')).body).toMatchObject({
      id: expect.stringMatching(/^op_/),
      reference: 'a',
      kind: 'authorisation',
      status: 'approved',
      captured: false,
      amount: EUR(1000),
      createdAt: expect.any(String),
    });
    expect((await client.refund('a', 'r0', 1)).body.declineCode).toBe('not_authorised');
    expect((await client.capture('a', 'c1', 600)).body.status).toBe('approved');
    expect((await client.capture('a', 'c2', 401)).body.declineCode).toBe('amount_too_large');
    expect((await client.capture('a', 'c3', 400)).body.status).toBe('approved');
    expect((await client.refund('a', 'r1', 700)).body.status).toBe('approved');
    expect((await client.refund('a', 'r2', 301)).body.declineCode).toBe('amount_too_large');
    expect((await client.refund('a', 'r3', 300)).body.status).toBe('approved');
    expect((await client.acquirer('GET', '/v1/operations/a')).body.captured).toBe(true);
  });

  test('a void lets go once, and only what is not captured', async () => {
    await client.authorise('a');
    expect((await client.void('a', 'v1')).body).toMatchObject({ status: 'approved', amount: EUR(1000) });
    expect((await client.void('a', 'v2')).body.declineCode).toBe('already_voided');
    expect((await client.capture('a', 'c1')).body.declineCode).toBe('already_voided');
    await client.authorise('b', 1000, true);
    expect((await client.void('b', 'v3')).body.declineCode).toBe('not_authorised');
  });

  test('nothing follows a declined or unknown authorisation', async () => {
    await client.authorise('no', 1000, false, '4000000000000002');
    for (const about of ['no', 'never-seen']) {
      expect((await client.capture(about, `c-${about}`)).body.declineCode).toBe('not_authorised');
      expect((await client.refund(about, `r-${about}`)).body.declineCode).toBe('not_authorised');
      expect((await client.void(about, `v-${about}`)).body.declineCode).toBe('not_authorised');
    }
  });

  test('an inquiry finds what was committed, and only that', async () => {
    const { body } = await client.authorise('pay_1:authorise');
    const found = await client.acquirer('GET', '/v1/operations/pay_1%3Aauthorise');
    expect(found.body).toEqual(body);
    const absent = await client.acquirer('GET', '/v1/operations/pay_2');
    expect(absent.status).toBe(404);
    expect(absent.body.error.code).toBe('operation_not_found');
  });

  test('an inquiry can lag behind', async () => {
    await client.control('PATCH', '/settings', { acquirer: { absentLagMs: 60_000 } });
    await client.authorise('a');
    expect((await client.acquirer('GET', '/v1/operations/a')).status).toBe(404);
    await client.control('PATCH', '/settings', { acquirer: { absentLagMs: 0 } });
    expect((await client.acquirer('GET', '/v1/operations/a')).status).toBe(200);
  });
});

describe('idempotency', () => {
  const token = () => client.token();
  const authorise = (tok: string, value = 1000) =>
    client.acquirer('POST', '/v1/authorisations', {
      reference: 'a',
      amount: EUR(value),
      token: tok,
      capture: false,
    });

  test('on: a repetition gives the first answer and does nothing', async () => {
    const tok = await token();
    const first = await authorise(tok);
    expect((await authorise(tok)).body).toEqual(first.body);
    const capture = await client.capture('a', 'c');
    expect((await client.capture('a', 'c')).body).toEqual(capture.body);
    expect(await client.operations('c')).toHaveLength(1);
  });

  test('on: a repetition of a decline stays declined', async () => {
    expect((await client.capture('a', 'c')).body.declineCode).toBe('not_authorised');
    await authorise(await token());
    expect((await client.capture('a', 'c')).body.declineCode).toBe('not_authorised');
  });

  test('on: a reference used for something else is refused', async () => {
    const tok = await token();
    await authorise(tok);
    expect(await authorise(tok, 999)).toMatchObject({
      status: 422,
      body: { error: { code: 'reference_reused' } },
    });
    expect((await client.capture('a', 'a')).status).toBe(422);
  });

  test('off: each request is executed anew, and the inquiry shows the latest', async () => {
    await client.control('PATCH', '/settings', { acquirer: { idempotent: false } });
    await authorise(await token());
    const first = await client.capture('a', 'c');
    const second = await client.capture('a', 'c');
    expect(second.body.status).toBe('approved');
    expect(second.body.id).not.toBe(first.body.id);
    expect((await client.operations('c')).map(({ id }) => id)).toEqual([first.body.id, second.body.id]);
    expect((await client.acquirer('GET', '/v1/operations/c')).body.id).toBe(second.body.id);
  });

  test('a key that contradicts the reference is malformed', async () => {
    const response = await fetch(`${sandbox.url}/acquirer/v1/authorisations`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${DEFAULT_SECRETS.acquirer}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': 'b',
      },
      body: JSON.stringify({ reference: 'a', amount: EUR(1), token: 'tok_x', capture: true }),
    });
    expect(response.status).toBe(400);
  });
});

describe('bad requests', () => {
  const good = { reference: 'a', amount: EUR(100), token: 'tok_x', capture: true };

  test.each([
    ['reference', { reference: '' }],
    ['reference', { reference: 'a b' }],
    ['amount', { amount: 'ten' }],
    ['amount.value', { amount: { value: 10.5, currency: 'EUR' } }],
    ['amount.value', { amount: { value: 0, currency: 'EUR' } }],
    ['amount.value', { amount: { value: -1, currency: 'EUR' } }],
    ['amount.currency', { amount: { value: 1, currency: 'eur' } }],
    ['capture', { capture: 'yes' }],
    ['token', { token: 5 }],
  ])('names %s', async (field, change) => {
    const { status, body } = await client.acquirer('POST', '/v1/authorisations', { ...good, ...change });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'malformed_request', field });
    expect(await client.operations('')).toEqual([]);
  });

  test.each([
    ['cut off', 'application/json', '{"number":"4242424242424242"'],
    ['not JSON', 'text/plain', 'number=4242424242424242'],
    ['a list', 'application/json', '[]'],
    ['nothing', 'application/json', ''],
    ['null', 'application/json', 'null'],
  ])('a body that is %s is a 400 that does not repeat it', async (_name, type, body) => {
    const response = await fetch(`${sandbox.url}/acquirer/v1/authorisations`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${DEFAULT_SECRETS.acquirer}`, 'Content-Type': type },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('4242');
  });

  test('a body that is too large, a wrong secret, an unknown address and a wrong currency', async () => {
    const large = await client.acquirer('POST', '/v1/authorisations', { padding: 'x'.repeat(30_000) });
    expect(large.status).toBe(413);
    expect((await client.call('GET', '/acquirer/v1/operations/a', undefined, 'wrong')).status).toBe(401);
    expect((await client.acquirer('GET', '/v1/nothing')).status).toBe(404);
    await client.authorise('a');
    const amount = { value: 1000, currency: 'USD' };
    const capture = await client.acquirer('POST', '/v1/authorisations/a/captures', {
      reference: 'c',
      amount,
    });
    expect(capture).toMatchObject({ status: 422, body: { error: { code: 'currency_mismatch' } } });
  });
});
