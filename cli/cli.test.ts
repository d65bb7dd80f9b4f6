import { setTimeout as sleep } from 'node:timers/promises';
import type { Payment, Refund } from './answers';
import { FakeApi, cli, problem } from './testing/fake-api';
import type { Options, Result } from './testing/fake-api';

const api = new FakeApi();
beforeAll(() => api.start());
afterEach(() => api.reset());
afterAll(() => api.stop());

const tillflow = (args: string, options?: Options): Promise<Result> => cli(api.url, args.split(' '), options);

const ID = 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D';
const PAYMENT: Payment = {
  id: ID,
  status: 'succeeded',
  amount: { value: 1050, currency: 'EUR' },
  account: { by: 'msisdn', value: '+35799000001' },
  channel: 'demo',
  source: { type: 'card', card: { id: 'card_1', brand: 'visa', last4: '4242' } },
  funding: { status: 'succeeded', externalId: 'op_1' },
  crediting: { status: 'succeeded', externalId: 'reg_1' },
  createdAt: '2026-01-31T10:00:00.000Z',
  updatedAt: '2026-01-31T10:00:01.000Z',
  version: 3,
};
const EVENTS = {
  items: [
    { version: 1, type: 'received', at: '2026-01-31T10:00:00.000Z', actor: { kind: 'channel', id: 'demo' } },
    {
      version: 2,
      type: 'funding_unknown',
      at: '2026-01-31T10:00:00.100Z',
      actor: { kind: 'system', id: 'workflow' },
      detail: { reason: 'timeout' },
    },
    {
      version: 3,
      type: 'funding_succeeded',
      at: '2026-01-31T10:00:02.000Z',
      actor: { kind: 'system', id: 'workflow' },
      detail: { externalId: 'op_1' },
    },
  ],
};

const REFUND: Refund = {
  id: 'rfd_1',
  paymentId: ID,
  status: 'refunded',
  amount: { value: 500, currency: 'EUR' },
  reason: 'paid twice',
  askedBy: { kind: 'user', id: 'usr_1' },
  decidedBy: { kind: 'user', id: 'usr_2' },
  refunding: { status: 'succeeded', externalId: 'op_2' },
  debiting: { status: 'declined', declineCode: 'account_closed' },
  attention: { reason: 'debiting_refused' },
  expiresAt: '2026-02-03T10:00:00.000Z',
  createdAt: '2026-01-31T10:00:00.000Z',
};

const PAY = 'pay --amount 10.50 --currency EUR --msisdn +35799000001';

describe('pay', () => {
  it('asks for a hosted page unless told otherwise, and says where the payer goes', async () => {
    const waiting = { ...PAYMENT, status: 'awaiting_payer', redirectUrl: 'http://pay.test/1' };
    api.on('POST /v1/payments', { status: 201, json: waiting });
    const { code, out } = await tillflow(`${PAY} --receipt-email a@b.test --customer c1 --save-card`);
    expect(code).toBe(0);
    expect(out).toContain('http://pay.test/1');
    expect(out).toContain(`http://ui.test/workflows/${ID}`);
    const [request] = api.seen;
    expect(request?.headers).toMatchObject({ authorization: 'Bearer tf_test' });
    expect(request?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(request?.body).toEqual({
      amount: { value: 1050, currency: 'EUR' },
      account: { by: 'msisdn', value: '+35799000001' },
      source: { type: 'hosted_page', saveCard: true },
      customerId: 'c1',
      receipt: { email: 'a@b.test' },
    });
  });

  it('pays with a registered card, under the key that it was given', async () => {
    api.on('POST /v1/payments', { status: 201, json: PAYMENT, headers: { 'Idempotency-Replayed': 'true' } });
    const { code, out } = await tillflow(`${PAY} --card card_1 --idempotency-key k1`);
    expect(code).toBe(0);
    expect(out).toContain('the same payment, and nothing new was taken');
    expect(api.seen[0]?.body).toMatchObject({ source: { type: 'card', cardId: 'card_1' } });
    expect(api.seen[0]?.headers['idempotency-key']).toBe('k1');
  });

  it('says that a payment goes on where the acquirer is silent', async () => {
    const processing = { ...PAYMENT, status: 'processing', funding: { status: 'unknown' } };
    api.on('POST /v1/payments', { status: 202, json: processing });
    const { code, out } = await tillflow(`${PAY} --card card_1`);
    expect(code).toBe(0);
    expect(out).toContain(`watch ${ID}`);
  });

  it('ends with 1 where the payment was declined', async () => {
    const declined = {
      ...PAYMENT,
      status: 'declined',
      funding: { status: 'declined', declineCode: 'do_not_honour' },
    };
    api.on('POST /v1/payments', { status: 201, json: declined });
    const { code, out } = await tillflow(`${PAY} --card card_1`);
    expect(code).toBe(1);
    expect(out).toContain('do_not_honour');
  });

  it.each([
    ['pay --amount 10.5 --currency JPY --msisdn +81312345678', /JPY has no decimals/],
    ['pay --amount 10 --currency EUR', /--msisdn, --account or --contract/],
    ['pay --currency EUR --msisdn +35799000001', /--amount/],
    [`${PAY} --account 1`, /cannot be used with/],
    [`${PAY} --card card_1 --page`, /cannot be used with/],
    [`${PAY} --card card_1 --return-url http://x.test`, /--return-url goes with --page/],
    [`${PAY} --receipt-language en`, /--receipt-language needs/],
    ['pay-twice', /unknown command/],
  ])('refuses `%s` as badly written, and sends nothing', async (line, reason) => {
    const { code, out, err } = await tillflow(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(reason);
    expect(api.seen).toEqual([]);
  });

  it.each([
    ['the line drops', { drop: true }],
    ['the database is away', problem(503, 'store_unavailable', 'The database is not available')],
    ['the first one still runs', problem(409, 'request_in_progress', 'Still being worked on')],
  ])('names the key to ask again with where %s', async (_, reply) => {
    api.on('POST /v1/payments', reply);
    const { code, err } = await tillflow(PAY);
    expect(code).toBe(1);
    const key = String(api.seen[0]?.headers['idempotency-key']);
    expect(err).toContain(`--idempotency-key ${key}`);
    expect(api.seen).toHaveLength(1);
  });
});

describe('errors', () => {
  it('name each bad field, by the option that it came from', async () => {
    const errors = [
      { path: 'account.value', code: 'msisdn_invalid', message: 'Expected a phone number.' },
      { path: 'receipt.email', code: 'bad_format', message: 'Invalid email address' },
    ];
    api.on('POST /v1/payments', problem(400, 'validation_failed', 'A field is not allowed', { errors }));
    const { code, out, err } = await tillflow(PAY);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('--msisdn, --account or --contract (account.value): Expected a phone number.');
    expect(err).toContain('--receipt-email (receipt.email): Invalid email address');
    expect(err).toContain('(validation_failed, req_1)');
    expect(err).not.toContain('--idempotency-key');
  });

  it('are the problem object itself for programs', async () => {
    api.on(`GET /v1/payments/${ID}`, problem(404, 'payment_not_found', 'There is no such payment'));
    const { code, out, err } = await tillflow(`show ${ID} --json`);
    expect([code, out]).toEqual([1, '']);
    expect(JSON.parse(err)).toMatchObject({ code: 'payment_not_found', status: 404, requestId: 'req_1' });
  });

  it('say how to come by a key', async () => {
    api.on('GET /v1/payments', problem(401, 'key_unknown', 'The API key is not known'));
    const { code, err } = await tillflow('list', { key: 'tf_wrong' });
    expect(code).toBe(1);
    expect(err).toContain('TILLFLOW_KEY');
    expect(err).not.toContain('tf_wrong');
  });

  it('say that nothing listens', async () => {
    const { code, err } = await cli('http://127.0.0.1:1', ['list']);
    expect(code).toBe(1);
    expect(err).toMatch(/http:\/\/127\.0\.0\.1:1 .*npm start/s);
  });

  it('say that something else listens', async () => {
    api.on('GET /v1/payments', { text: '<html>' });
    const { code, err } = await tillflow('list');
    expect(code).toBe(1);
    expect(err).toContain('not as Tillflow does');
  });
});

describe('show', () => {
  beforeEach(() => {
    const path = `/v1/payments/${ID}`;
    api.on(`GET ${path}`, { json: PAYMENT });
    api.on(`GET ${path}/events`, { json: EVENTS });
    const messages = [{ way: 'smpp', state: 'delivered', at: '2026-01-31T10:00:03.000Z' }];
    api.on(`GET ${path}/receipt`, { json: { to: { phone: '+35799000001' }, messages } });
  });

  it('tells of the payment, both legs, what happened, and the receipt', async () => {
    const { code, out } = await tillflow(`show ${ID}`);
    expect(code).toBe(0);
    expect(out).toMatch(/amount +10\.50 EUR/);
    expect(out).toMatch(/paid by +registered card visa ending in 4242/);
    expect(out).toMatch(/^funding +succeeded +op_1$/m);
    expect(out).toMatch(/^crediting +succeeded +reg_1$/m);
    expect(out).not.toMatch(/^reversal/m);
    expect(out).toMatch(/^2026-01-31 10:00:00\.100Z +funding_unknown +system workflow +reason: timeout$/m);
    expect(out).toMatch(/^smpp +delivered/m);
    expect(out).toContain(`http://ui.test/workflows/${ID}`);
  });

  it('gives all of it to programs', async () => {
    const { out } = await tillflow(`show ${ID} --json`);
    expect(JSON.parse(out)).toMatchObject({
      payment: PAYMENT,
      events: EVENTS.items,
      receipt: { to: { phone: '+35799000001' } },
    });
  });

  it('tells of a refund, who asked for it and who decided', async () => {
    const items = [
      { version: 1, type: 'requested', at: '2026-01-31T10:00:00.000Z', actor: { kind: 'user', id: 'usr_1' } },
    ];
    api.on('GET /v1/refunds/rfd_1', { json: REFUND });
    api.on('GET /v1/refunds/rfd_1/events', { json: { items } });
    const { code, out } = await tillflow('show rfd_1');
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^of payment +${ID}$`, 'm'));
    expect(out).toMatch(/needs a person +debiting_refused/);
    expect(out).toMatch(/asked by +user usr_1/);
    expect(out).toMatch(/decided by +user usr_2/);
    expect(out).toMatch(/^refunding +succeeded +op_2$/m);
    expect(out).toMatch(/^2026-01-31 10:00:00\.000Z +requested +user usr_1$/m);
    expect(out).toContain('http://ui.test/workflows/rfd_1');
    const { refund, events } = JSON.parse((await tillflow('show rfd_1 --json')).out);
    expect([refund, events]).toEqual([REFUND, items]);
  });

  it('does not let what was sent write on the terminal', async () => {
    api.on(`GET /v1/payments/${ID}`, { json: { ...PAYMENT, reference: 'a\u001b[2Jb\u202e' } });
    const { out } = await tillflow(`show ${ID}`);
    expect(out).toMatch(/reference +a\[2Jb$/m);
  });

  it('lets no field do so, whichever it is', async () => {
    const evil = '\u001b]0;evil\u0007';
    api.on(`GET /v1/payments/${ID}`, {
      json: { ...PAYMENT, id: `${ID}${evil}`, status: `succeeded${evil}` },
    });
    const { out } = await tillflow(`show ${ID}`);
    for (const control of ['\u0007', '\u001b']) expect(out).not.toContain(control);
  });
});

describe('list', () => {
  it('names the option of one that may be repeated, where it is refused', async () => {
    const errors = [{ path: 'status.0', code: 'invalid', message: 'Invalid option.' }];
    api.on('GET /v1/payments', problem(400, 'validation_failed', 'A field is not allowed', { errors }));
    const { err } = await tillflow('list --status nope');
    expect(err).toContain('--status (status.0): Invalid option.');
  });

  it('passes the filters on, and names the next page', async () => {
    api.on('GET /v1/payments', { json: { items: [PAYMENT], cursor: 'c2' } });
    const { code, out } = await tillflow(
      'list --status funded,succeeded --status declined --account +357 --from 2026-01-01T00:00:00Z --limit 1 --cursor c1',
    );
    expect(code).toBe(0);
    expect(out).toContain('--cursor c2');
    const query = api.seen[0]?.query;
    expect(query?.getAll('status')).toEqual(['funded', 'succeeded', 'declined']);
    expect(query?.get('account')).toBe('+357');
    expect(query?.get('createdFrom')).toBe('2026-01-01T00:00:00Z');
    expect(query?.get('cursor')).toBe('c1');
    expect(query?.has('channel')).toBe(false);
  });

  it('is a table where there is room, and lines where there is not', async () => {
    api.on('GET /v1/payments', { json: { items: [PAYMENT] } });
    const wide = await tillflow('list', { columns: 200 });
    expect(wide.out.split('\n')).toHaveLength(2);
    const narrow = await tillflow('list', { columns: 50 });
    expect(narrow.out).toMatch(/^status +succeeded$/m);
    expect(Math.max(...narrow.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(50);
  });

  it('has colours only where they are wanted', async () => {
    api.on('GET /v1/payments', { json: { items: [PAYMENT] } });
    expect((await tillflow('list', { colours: true })).out).toContain('\u001b[32msucceeded');
    expect((await tillflow('list')).out).not.toContain('\u001b');
  });
});

describe('attention', () => {
  const stuck = { ...PAYMENT, status: 'funded', attention: { reason: 'crediting_unresolved' } };

  it('shows payments and refunds that need a person, and why', async () => {
    api.on('GET /v1/payments', { json: { items: [stuck], cursor: 'c2' } });
    api.on('GET /v1/refunds', { json: { items: [REFUND] } });
    const { code, out } = await tillflow('attention --limit 1');
    expect(code).toBe(0);
    expect(out).toMatch(/crediting_unresolved +funded +10\.50 EUR/);
    expect(out).toMatch(new RegExp(`^rfd_1 +debiting_refused +refunded +5\\.00 EUR +${ID}`, 'm'));
    expect(out).toContain('--only payments --cursor c2');
    expect(out).not.toContain('--only refunds');
    expect(api.seen.map(({ path, query }) => `${path}?${query}`)).toEqual([
      '/v1/payments?attention=true&limit=1',
      '/v1/refunds?attention=true&limit=1',
    ]);
  });

  it('gives both to programs', async () => {
    const [payments, refunds] = [{ items: [] }, { items: [REFUND], cursor: 'c2' }];
    api.on('GET /v1/payments', { json: payments });
    api.on('GET /v1/refunds', { json: refunds });
    expect(JSON.parse((await tillflow('attention --json')).out)).toEqual({ payments, refunds });
    expect((await tillflow('attention')).out).toMatch(/^No payments need a person\.$/m);
  });

  it('goes on with one of them', async () => {
    api.on('GET /v1/refunds', { json: { items: [] } });
    expect((await tillflow('attention --only refunds --cursor c2')).out).toBe('No refunds need a person.');
    expect(api.seen.map(({ query }) => query.get('cursor'))).toEqual(['c2']);
    expect((await tillflow('attention --cursor c2')).code).toBe(2);
  });
});

describe('watch', () => {
  it('tells of each event once, until the payment has ended', async () => {
    const path = `/v1/payments/${ID}`;
    const processing = { ...PAYMENT, status: 'processing', version: 2 };
    api.on(`GET ${path}`, { json: processing }, { drop: true }, { json: processing }, { json: PAYMENT });
    api.on(`GET ${path}/events`, { json: { items: EVENTS.items.slice(0, 2) } }, { json: EVENTS });
    const { code, out, err } = await tillflow(`watch ${ID}`);
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.split(/ {2}/)[1] ?? line)).toEqual([
      'received',
      'funding_unknown',
      'funding_succeeded',
      `${ID} succeeded`,
    ]);
    expect(err).toContain('looking again');
  });

  it('does not wait for a payment that is not there', async () => {
    api.on(`GET /v1/payments/${ID}`, problem(404, 'payment_not_found', 'There is no such payment'));
    expect(await tillflow(`watch ${ID}`)).toMatchObject({ code: 1 });
  });

  it('ends clean on Ctrl-C', async () => {
    api.on('GET /v1/payments', { json: { items: [PAYMENT] } });
    const interrupt = new AbortController();
    const watching = tillflow('watch --json', { interrupt });
    // Once it looks again it has shown what it saw first.
    while (api.seen.length < 2) await sleep(5);
    interrupt.abort();
    const { code, out, err } = await watching;
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual(PAYMENT);
  });

  it('says by 130 that one payment was not watched to its end', async () => {
    api.on(`GET /v1/payments/${ID}`, { json: { ...PAYMENT, status: 'funded' } });
    api.on(`GET /v1/payments/${ID}/events`, { json: EVENTS });
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 100);
    expect(await tillflow(`watch ${ID}`, { interrupt })).toMatchObject({ code: 130 });
  });
});

describe('decisions', () => {
  it('cancels', async () => {
    api.on(`POST /v1/payments/${ID}/cancel`, { json: { ...PAYMENT, status: 'cancelled' } });
    const { code, out } = await tillflow(`cancel ${ID}`);
    expect(code).toBe(0);
    expect(out).toContain('is cancelled');
    // What a watch that was interrupted had just asked may come in this late.
    const sent = api.seen.find(({ method }) => method === 'POST');
    expect(sent?.headers['idempotency-key']).toBeDefined();
  });

  it('resolves, with a note', async () => {
    api.on(`POST /v1/payments/${ID}/resolve`, { json: PAYMENT });
    const { code } = await tillflow(`resolve ${ID} --decision succeeded --note seen`);
    expect(code).toBe(0);
    expect(api.seen[0]?.body).toEqual({ decision: 'succeeded', note: 'seen' });
  });

  it('resolves a refund, by its own legs', async () => {
    api.on('POST /v1/refunds/rfd_1/resolution', { json: REFUND });
    const { code, out } = await tillflow('resolve rfd_1 --decision declined --note seen');
    expect(code).toBe(0);
    expect(api.seen[0]?.body).toEqual({ decision: 'declined', note: 'seen' });
    expect(out).toContain('rfd_1 is refunded');
    expect(out).toMatch(/^debiting +declined: account_closed$/m);
    expect(out).toContain('Still needs a person: debiting_refused');
  });

  it.each(['--decision succeeded', '--note seen', '--decision perhaps --note seen'])(
    'does not resolve by `%s` alone',
    async (options) => {
      expect(await tillflow(`resolve ${ID} ${options}`)).toMatchObject({ code: 2 });
      expect(api.seen).toEqual([]);
    },
  );
});

describe('cards', () => {
  const card = {
    id: 'card_1',
    customerId: 'c/1',
    brand: 'visa',
    last4: '4242',
    expiryMonth: 3,
    expiryYear: 2030,
  };

  it('registers one by its token', async () => {
    api.on('POST /v1/customers/c%2F1/cards', { status: 201, json: card });
    const { code, out } = await tillflow('cards add --customer c/1 --token tok_1');
    expect(code).toBe(0);
    expect(out).toMatch(/card_1 +visa +ends in 4242 +03\/2030/);
    expect(api.seen[0]?.body).toEqual({ token: 'tok_1' });
  });

  it('lists them', async () => {
    api.on('GET /v1/customers/c%2F1/cards', { json: { items: [card] } });
    expect((await tillflow('cards list --customer c/1')).out).toContain('card_1');
  });
});

describe('checks', () => {
  it.each([
    [
      { intact: true, sealed: 9, unsealed: 2, lastSeal: { number: 3, hash: 'ab12' } },
      0,
      /Intact.*9 entries.*2 entries are not chained yet.*keep elsewhere: 3:ab12/s,
    ],
    [
      { intact: false, sealed: 9, unsealed: 0, firstAltered: { entry: '7', problem: 'inserted' } },
      1,
      /altered.*entry 7: inserted/s,
    ],
  ])('SWI-9 verifies the log: %j', async (json, code, text) => {
    api.on('GET /v1/audit/verification', { json });
    const result = await tillflow('audit verify');
    expect(result.code).toBe(code);
    expect(result.out).toMatch(text);
    expect(await tillflow('audit verify --json')).toEqual({
      code,
      out: JSON.stringify(json, null, 2),
      err: '',
    });
  });

  it.each([
    ['found', true, 0, /Intact.*3:ab12: it is there/s],
    ['missing', false, 1, /altered.*3:ab12: it is gone/s],
    ['differs', false, 1, /altered.*3:ab12: another one stands there/s],
  ])('SWI-9 looks for a seal that was kept elsewhere: %s', async (expectedSeal, intact, code, text) => {
    api.on('GET /v1/audit/verification', { json: { intact, sealed: 9, unsealed: 0, expectedSeal } });
    const result = await tillflow('audit verify --expect 3:ab12');
    expect(result.code).toBe(code);
    expect(result.out).toMatch(text);
    expect(api.seen[0]?.query.get('expectedSeal')).toBe('3:ab12');
  });

  it.each([
    [true, [], 0, /Balanced/],
    [
      false,
      [{ kind: 'disagrees', subject: ID, detail: 'it has ended with 5 in transit' }],
      1,
      /5 in transit/,
    ],
  ])('checks the ledger: balanced %s', async (balanced, problems, code, text) => {
    const accounts = [{ account: 'payments:in_transit', currency: 'JPY', balance: '-5' }];
    api.on('GET /v1/ledger/check', { json: { balanced, accounts, problems } });
    const result = await tillflow('ledger check');
    expect(result.code).toBe(code);
    expect(result.out).toMatch(text);
    expect(result.out).toMatch(/^payments:in_transit +JPY +-5$/m);
  });
});
