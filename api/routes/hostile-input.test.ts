import { connect } from 'node:net';
import fc from 'fast-check';
import { ROUTES } from './routes';
import { HOSTED, startApi } from '../testing/api';
import type { TestApi } from '../testing/api';
import type { Reply } from '../testing/reply';

let api: TestApi;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.close());

const create = (body: unknown) => api.send('POST', '/v1/payments', { body });
const amount = (value: unknown, currency: unknown = 'EUR') => ({ ...HOSTED, amount: { value, currency } });
const account = (by: string, value: unknown) => ({ ...HOSTED, account: { by, value } });
const source = (fields: object) => ({ ...HOSTED, source: { type: 'hosted_page', ...fields } });
const errorsOf = ({ json }: Reply) => json.errors?.map(({ path, code }) => `${path}: ${code}`);

describe('bad fields', () => {
  it.each([
    ['a decimal', amount(10.5), 'amount.value: amount_not_integer'],
    ['a text', amount('1050'), 'amount.value: amount_not_integer'],
    ['null', amount(null), 'amount.value: amount_not_integer'],
    ['zero', amount(0), 'amount.value: amount_out_of_range'],
    ['a negative sum', amount(-5), 'amount.value: amount_out_of_range'],
    ['too much', amount(1_000_000_000_001), 'amount.value: amount_out_of_range'],
    ['more than is exact', amount(2 ** 60), 'amount.value: amount_out_of_range'],
    ['no sum', { ...HOSTED, amount: { currency: 'EUR' } }, 'amount.value: required'],
    ['no currency', { ...HOSTED, amount: { value: 1 } }, 'amount.currency: required'],
    ['an unknown currency', amount(1, 'EURO'), 'amount.currency: currency_unknown'],
    ['a currency in small letters', amount(1, 'eur'), 'amount.currency: currency_unknown'],
    [
      'an exponent',
      { ...HOSTED, amount: { value: 1, currency: 'EUR', exponent: 2 } },
      'amount.exponent: unknown_field',
    ],
    ['a phone number without plus', account('msisdn', '35799000001'), 'account.value: msisdn_invalid'],
    ['a phone number too short', account('msisdn', '+3579'), 'account.value: msisdn_invalid'],
    [
      'a phone number with an extension',
      account('msisdn', '+35799000001 ext 5'),
      'account.value: msisdn_invalid',
    ],
    ['a control character', account('account', 'a\u0000b'), 'account.value: control_characters'],
    ['half a character', account('account', '\ud800'), 'account.value: control_characters'],
    ['an account too long', account('contract', 'x'.repeat(65)), 'account.value: too_long'],
    ['an empty account', account('contract', ''), 'account.value: too_short'],
    ['another kind of account', account('iban', '1'), 'account.by: not_allowed_value'],
    ['another source', { ...HOSTED, source: { type: 'cash' } }, 'source.type: not_allowed_value'],
    ['no source', { ...HOSTED, source: undefined }, 'source: required'],
    ['a script address', source({ returnUrl: 'javascript:alert(1)' }), 'source.returnUrl: bad_format'],
    [
      'a password in an address',
      source({ returnUrl: 'https://a:b@shop.example' }),
      'source.returnUrl: bad_format',
    ],
    ['a relative address', source({ returnUrl: '/thanks' }), 'source.returnUrl: bad_format'],
    ['a card number as a field', source({ number: '4242424242424242' }), 'source.number: unknown_field'],
    ['a text for yes', source({ saveCard: 'true' }), 'source.saveCard: wrong_type'],
    ['a reference too long', { ...HOSTED, reference: 'x'.repeat(65) }, 'reference: too_long'],
    ['no e-mail address', { ...HOSTED, receipt: { email: 'me' } }, 'receipt.email: bad_format'],
    ['no language', { ...HOSTED, receipt: { language: 'x y' } }, 'receipt.language: bad_format'],
    ['a list', [HOSTED], ': wrong_type'],
    ['null for all', null, ': wrong_type'],
    ['a bare text', 'pay', ': wrong_type'],
  ])('%s is refused, by name', async (_what, body, error) => {
    const reply = await create(body);
    expect(reply).toMatchObject({ status: 400, json: { code: 'validation_failed' } });
    expect(errorsOf(reply)).toEqual([error]);
  });

  it('are all named at once', async () => {
    const reply = await create({ amount: { value: 1.5, currency: 'x' }, source: { type: 'card' }, extra: 1 });
    expect(errorsOf(reply)!.sort()).toEqual([
      'account: required',
      'amount.currency: currency_unknown',
      'amount.value: amount_not_integer',
      'extra: unknown_field',
      'source.cardId: required',
    ]);
  });

  it.each([
    ['EUR', 'EUR has exponent 2: ten and a half is 1050.'],
    ['KWD', 'KWD has exponent 3: ten and a half is 10500.'],
    ['JPY', 'JPY has exponent 0, no minor unit: ten is 10.'],
  ])('a decimal of %s tells of its exponent', async (currency, hint) => {
    const { json } = await create(amount(10.5, currency));
    expect(json.errors![0]!.message).toContain(hint);
  });

  it.each(['NaN', 'Infinity', '1e400'])('a sum of %s is refused', async (value) => {
    const text = JSON.stringify(HOSTED).replace('1050', value);
    const reply = await api.send('POST', '/v1/payments', {
      raw: text,
      headers: { 'content-type': 'application/json' },
    });
    expect(reply.status).toBe(400);
  });
});

describe('a card number', () => {
  it.each([
    ['reference', { ...HOSTED, reference: 'card 4242-4242-4242-4242' }],
    ['reference', { ...HOSTED, reference: '4111\u20131111\u20131111\u20131111' }],
    ['reference', { ...HOSTED, reference: '41111111 11111111, 12/31' }],
    ['customerId', { ...HOSTED, customerId: '378282246310005' }],
    ['source.returnUrl', source({ returnUrl: 'https://shop.example/back?pan=4242424242424242' })],
    ['source.returnUrl', source({ returnUrl: 'https://shop.example/4242%204242%204242%204242/' })],
    ['source.returnUrl', source({ returnUrl: 'https://shop.example/?pan=4242+4242+4242+4242' })],
    ['source.returnUrl', source({ returnUrl: 'https://shop.example/?pan=%34242424242424242&bad=%' })],
    ['receipt.email', { ...HOSTED, receipt: { email: '4242424242424242@mail.example' } }],
  ])('in %s is refused and not repeated', async (path, body) => {
    const reply = await create(body);
    expect(reply).toMatchObject({ status: 400, json: { code: 'card_number_not_allowed' } });
    expect(errorsOf(reply)).toEqual([`${path}: card_number_not_allowed`]);
    expect(reply.text + api.logged()).not.toMatch(/4242\D?4242|378282246310005/);
  });

  it('in an Idempotency-Key or a field’s name is not repeated either', async () => {
    const inKey = await api.send('POST', '/v1/payments', {
      body: HOSTED,
      idempotencyKey: '4242424242424242',
    });
    expect(inKey.json.code).toBe('card_number_not_allowed');
    const inName = await create({ ...HOSTED, '4242424242424242': 1 });
    expect(errorsOf(inName)).toEqual(['[removed]: unknown_field']);
  });

  it.each(['actorId', 'objectKind', 'objectId', 'type'])(
    'in the log’s filter %s is refused',
    async (path) => {
      for (const what of ['audit', 'audit/export']) {
        const reply = await api.send('GET', `/v1/${what}?${path}=4242-4242-4242-4242`);
        expect([reply.status, errorsOf(reply)]).toEqual([400, [`${path}: card_number_not_allowed`]]);
      }
    },
  );

  it('is no username', async () => {
    const as = await api.person('administrator');
    const body = { username: '4242424242424242', displayName: 'Olga', level: 'operator' };
    const reply = await api.send('POST', '/v1/users', { as, body });
    expect([reply.status, errorsOf(reply)]).toEqual([400, ['username: card_number_not_allowed']]);
  });

  it('is not found in an ordinary return address or mail address', async () => {
    const ordinary = {
      ...source({ returnUrl: 'https://shop.example/back?order=1700000000000&t=3f7325e664f375d800d2b4e8' }),
      receipt: { email: 'anna.1985@mail.example' },
    };
    expect((await create(ordinary)).status).toBe(201);
  });

  it('that a contract’s number looks like is kept, but not logged', async () => {
    const before = api.logged().length;
    expect((await create(account('contract', '5555555555554444'))).status).toBe(201);
    expect((await api.send('GET', '/v1/payments?account=5555555555554444')).status).toBe(200);
    api.store.fails = new Error('no such row: contract 5555555555554444');
    expect((await create(account('contract', '5555555555554444'))).status).toBe(500);
    api.store.fails = undefined;
    const logged = api.logged().slice(before);
    expect(logged).toContain('request failed');
    expect(logged).not.toContain('5555555555554444');
  });

  it('is not what a contract’s number or a timestamp is taken for', async () => {
    expect((await create(account('contract', '4242424242424242'))).status).toBe(201);
    const stamp = { body: HOSTED, idempotencyKey: '1700000000000000006' };
    expect((await api.send('POST', '/v1/payments', stamp)).status).toBe(201);
  });
});

describe('bad HTTP', () => {
  const post = (raw: string | Buffer, headers: Record<string, string>) =>
    api.send('POST', '/v1/payments', { raw, headers });
  const type = { 'content-type': 'application/json' };

  it.each([
    ['no content type', JSON.stringify(HOSTED), {}, 'content_type_not_supported'],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 'content_type_not_supported'],
    ['a compressed body', 'x', { ...type, 'content-encoding': 'gzip' }, 'content_type_not_supported'],
    [
      'another charset',
      '{}',
      { 'content-type': 'application/json; charset=latin1' },
      'content_type_not_supported',
    ],
    ['half an object', '{"amount":', type, 'malformed_json'],
    ['two values', '{} {}', type, 'malformed_json'],
    ['only a space', ' ', type, 'malformed_json'],
    ['70 kB', JSON.stringify({ x: 'y'.repeat(70_000) }), type, 'body_too_large'],
    ['thirty thousand brackets', '['.repeat(30_000), type, 'malformed_json'],
    ['a deep list', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, type, 'validation_failed'],
  ])('%s', async (_what, raw, headers, code) => {
    // fetch adds a content type of its own to a text, but none to bytes.
    const reply = await post(Buffer.from(raw), headers as Record<string, string>);
    expect(reply.json.code).toBe(code);
  });

  it('no body at all', async () => {
    expect(errorsOf(await api.send('POST', '/v1/payments'))).toEqual([': required']);
  });

  it.each(['/v1/payments/', '/V1/payments', '/v1', '/%zz', '/v1/customers/a/b/cards', '//'])(
    '%s is nowhere',
    async (path) => {
      expect((await api.send('GET', path)).json.code).toBe('route_not_found');
    },
  );

  it('what is not HTTP is answered and hung up on', async () => {
    const { port } = new URL(api.url);
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('HELLO\r\n\r\n'));
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 .*malformed_request/s);
  });
});

describe('what the store can’t take', () => {
  const signIn = (username: string, password: string) =>
    api.send('POST', '/v1/session', { key: null, body: { username, password } });

  it('is refused in a name, and is nothing in a password, which is never kept', async () => {
    for (const name of ['olga\u0000', '\ud800', 'olga\u202e']) {
      const reply = await signIn(name, 'x');
      expect([reply.status, errorsOf(reply)]).toEqual([400, ['username: control_characters']]);
    }
    expect((await signIn('olga', '\u0000\ud800')).json.code).toBe('sign_in_refused');
  });

  const paths = ['/v1/audit', '/v1/audit/export', '/v1/statistics'];
  const moments = ['+010000-01-01T00:00:00Z', '9999-12-31T23:59:59-01:00', '-000001-01-01T00:00:00Z'];

  it.each(paths.flatMap((path) => moments.map((at) => [path, at])))(
    'of %s is refused as a moment: %s',
    async (path, at) => {
      const reply = await api.send('GET', `${path}?from=${encodeURIComponent(at)}`);
      expect([reply.status, reply.json.errors?.[0]?.path]).toEqual([400, 'from']);
    },
  );
});

describe('anything at all', () => {
  const NAMES = [
    'amount',
    'value',
    'currency',
    'account',
    'by',
    'source',
    'type',
    'receipt',
    '__proto__',
    'constructor',
  ];
  const VALUES = [
    'EUR',
    'msisdn',
    'card',
    'hosted_page',
    '+35799000001',
    'succeeded',
    '\u0000',
    '😀',
    1050,
    0.1,
    -0,
    1e308,
  ];
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.constantFrom(...VALUES), fc.jsonValue(), tie('object')),
    object: fc.dictionary(fc.constantFrom(...NAMES), tie('value')),
  })).value;
  const near = fc
    .tuple(fc.constantFrom('amount', 'account', 'source', 'customerId', 'reference', 'receipt'), json)
    .map(([name, value]) => ({ ...HOSTED, [name]: value }));

  it('as a body never is our fault', async () => {
    const posts = ROUTES.filter(({ method, hidden }) => method === 'post' && !hidden);
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, near), fc.constantFrom(...posts), async (body, route) => {
        const path = route.path.replace(/:\w+/, 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D');
        const { status } = await api.send('POST', path, { body });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 400 },
    );
  });

  it('as a query or path never is our fault', async () => {
    const gets = ROUTES.filter(({ method }) => method === 'get');
    const names = fc.constantFrom(
      'status',
      'limit',
      'cursor',
      'account',
      'createdFrom',
      'attention',
      'x',
      '__proto__',
    );
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const pairs = fc.array(
      fc.tuple(names, fc.oneof(text, fc.constantFrom('5', 'true', '0000-01-01T00:00:00Z'))),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...gets), text, pairs, async (route, part, query) => {
        // A single or double dot is a path's own; the client would resolve it before sending.
        const filled = encodeURIComponent(part).replace(/^\.{0,2}$/, 'x');
        const search = new URLSearchParams(query);
        const { status } = await api.send('GET', `${route.path.replace(/:\w+/, filled)}?${search}`);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 400 },
    );
  });
});
