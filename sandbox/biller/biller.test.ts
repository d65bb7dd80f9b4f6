import { type Sandbox, startSandbox } from '../sandbox';
import { EUR, TestClient } from '../test-client';
import { MAX_AMOUNT } from './registrations';

let sandbox: Sandbox;
let client: TestClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = new TestClient(sandbox);
});
afterAll(() => sandbox.close());
afterEach(() => client.control('POST', '/reset'));

const find = (by: string, value: string) =>
  client.biller('GET', `/v1/accounts?by=${by}&value=${encodeURIComponent(value)}`);
const balanceOf = async (accountId: string) =>
  (await client.biller('GET', `/v1/accounts/${accountId}/balance`)).body.balance.value;

describe('accounts', () => {
  test.each([
    ['msisdn', '+35799000001', '1000001', 'EUR', 'active'],
    ['msisdn', '+35799000009', '1000009', 'EUR', 'active'],
    ['account', '1000002', '1000002', 'EUR', 'active'],
    ['contract', 'C1000003', '1000003', 'EUR', 'active'],
    ['msisdn', '+35799000099', '1000099', 'EUR', 'closed'],
    ['msisdn', '+12025550100', '2000001', 'USD', 'active'],
    ['msisdn', '+81312345678', '3000001', 'JPY', 'active'],
    ['msisdn', '+96522200001', '4000001', 'KWD', 'active'],
    ['msisdn', '+35799112345', '999112345', 'EUR', 'active'],
    ['account', '999112346', '999112346', 'EUR', 'active'],
  ])('%s %s is account %s', async (by, value, accountId, currency, status) => {
    const { body } = await find(by, value);
    expect(body).toMatchObject({ accountId, currency, status });
  });

  test('unknown ones are a 404, malformed questions a 400', async () => {
    for (const [by, value] of [
      ['msisdn', '+35799000010'],
      ['msisdn', '+357991123456'],
      ['account', '7'],
      ['contract', 'C7'],
    ] as const) {
      expect(await find(by, value)).toMatchObject({
        status: 404,
        body: { error: { code: 'account_not_found' } },
      });
    }
    expect((await find('name', 'Anna')).body.error.field).toBe('by');
    expect((await client.biller('GET', '/v1/accounts')).status).toBe(400);
    expect((await client.biller('GET', '/v1/accounts/7/balance')).status).toBe(404);
    expect((await client.call('GET', '/biller/v1/accounts', undefined, 'wrong')).status).toBe(401);
  });

  test('a balance below zero is a debt with a due date', async () => {
    expect(await balanceOf('1000002')).toBe(-3000);
    const owed = await client.biller('GET', '/v1/accounts/1000002/debt');
    expect(owed.body).toEqual({ debt: EUR(3000), dueDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    expect((await client.biller('GET', '/v1/accounts/1000001/debt')).body).toEqual({ debt: EUR(0) });
  });
});

describe('registrations', () => {
  test('a credit adjustment is registered once and raises the balance once', async () => {
    const before = await balanceOf('1000001');
    const { status, body } = await client.register('r1', 700);
    expect(status).toBe(200);
    expect(body).toEqual({
      kind: 'registration',
      id: expect.stringMatching(/^reg_/),
      reference: 'r1',
      status: 'registered',
      accountId: '1000001',
      amount: EUR(700),
      createdAt: expect.any(String),
    });
    expect((await client.register('r1', 700)).body).toEqual(body);
    expect((await client.biller('GET', '/v1/operations/r1')).body).toEqual(body);
    expect(await balanceOf('1000001')).toBe(before + 700);
    expect(await client.operations('r1')).toHaveLength(1);
  });

  test.each([
    ['account_not_found', '+35700000000', 'EUR', 100],
    ['account_closed', '+35799000099', 'EUR', 100],
    ['currency_mismatch', '+12025550100', 'EUR', 100],
    ['amount_out_of_range', '+35799000001', 'EUR', MAX_AMOUNT + 1],
  ])('refuses with %s, for good', async (refusalCode, msisdn, currency, value) => {
    const { status, body } = await client.register('r', value, msisdn, currency);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'refused', refusalCode });
    expect((await client.biller('GET', '/v1/operations/r')).body).toEqual(body);
    expect((await client.reverse('r', 'rr', 1)).body).toMatchObject({
      status: 'refused',
      refusalCode: 'not_registered',
    });
  });

  test('takes the largest amount, and an account made on the fly', async () => {
    expect((await client.register('r', MAX_AMOUNT, '+35799154321')).body.status).toBe('registered');
    expect(await balanceOf('999154321')).toBe(MAX_AMOUNT);
  });

  test('reversals take it back in parts, each once, and never more than there is', async () => {
    const before = await balanceOf('1000001');
    await client.register('r', 700);
    const { body } = await client.reverse('r', 'r1', 500);
    expect(body).toEqual({
      kind: 'reversal',
      id: expect.stringMatching(/^rev_/),
      reference: 'r1',
      registration: 'r',
      status: 'reversed',
      accountId: '1000001',
      amount: EUR(500),
      createdAt: expect.any(String),
    });
    expect((await client.reverse('r', 'r1', 500)).body).toEqual(body);
    expect((await client.biller('GET', '/v1/operations/r1')).body).toEqual(body);
    expect((await client.biller('GET', '/v1/operations/r')).body.status).toBe('registered');
    const tooMuch = { status: 'refused', refusalCode: 'reversal_exceeds_registration' };
    expect((await client.reverse('r', 'r2', 201)).body).toMatchObject(tooMuch);
    expect((await client.biller('GET', '/v1/operations/r2')).body).toMatchObject(tooMuch);
    expect((await client.reverse('r', 'r3', 200)).body.status).toBe('reversed');
    expect((await client.biller('GET', '/v1/operations/r')).body.status).toBe('reversed');
    expect(await balanceOf('1000001')).toBe(before);
    const kinds = (await client.operations('r')).map(({ kind, status }) => `${kind} ${status}`);
    expect(kinds).toEqual([
      'registration registered',
      'reversal reversed',
      'reversal refused',
      'reversal reversed',
    ]);
  });

  test('what was never registered, or in another currency, is not taken back', async () => {
    const never = await client.reverse('never', 'rr');
    expect(never).toMatchObject({ status: 404, body: { error: { code: 'registration_not_found' } } });
    expect((await client.biller('GET', '/v1/operations/rr')).status).toBe(404);
    await client.register('r', 700);
    const yen = { reference: 'ry', amount: { value: 1, currency: 'JPY' } };
    const { body } = await client.biller('POST', '/v1/registrations/r/reversals', yen);
    expect(body.refusalCode).toBe('currency_mismatch');
  });

  test('a reversal can be refused by script', async () => {
    await client.register('r', 700);
    await client.fault({ target: 'biller', operation: 'reversals', kind: 'reject', code: 'account_closed' });
    expect((await client.reverse('r', 'rr', 700)).body).toMatchObject({ refusalCode: 'account_closed' });
    expect((await client.reverse('r', 'rr2', 700)).body.status).toBe('reversed');
  });

  test('a reference used for something else is refused', async () => {
    await client.register('r', 700);
    expect((await client.register('r', 701)).status).toBe(422);
    expect((await client.register('r', 700, '+35799000002')).status).toBe(422);
    expect((await client.reverse('r', 'r', 700)).status).toBe(422);
    await client.reverse('r', 'rr', 100);
    expect((await client.reverse('r', 'rr', 101)).status).toBe(422);
    expect((await client.register('rr', 100)).status).toBe(422);
  });

  test('without idempotency each request credits the account again', async () => {
    await client.control('PATCH', '/settings', { biller: { idempotent: false } });
    const before = await balanceOf('1000001');
    const first = await client.register('r', 700);
    const second = await client.register('r', 700);
    expect(second.body.id).not.toBe(first.body.id);
    expect(await balanceOf('1000001')).toBe(before + 1400);
    expect((await client.biller('GET', '/v1/operations/r')).body.id).toBe(second.body.id);
    expect(await client.operations('r')).toHaveLength(2);
  });

  test('bad requests name the field', async () => {
    const bad = await client.biller('POST', '/v1/registrations', { reference: 'r', account: { by: 'name' } });
    expect(bad).toMatchObject({ status: 400, body: { error: { field: 'account.by' } } });
    expect((await client.biller('GET', '/v1/operations/never')).status).toBe(404);
  });
});
