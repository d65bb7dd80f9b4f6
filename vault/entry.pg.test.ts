import { CARD, makeTicket, ORIGIN, startVault, type VaultWorld } from './testing/world';

let vault: VaultWorld;
beforeAll(async () => {
  vault = await startVault();
});
afterAll(() => vault?.close());

const seconds = (ahead: number): number => Math.floor(Date.now() / 1000) + ahead;
const count = async (): Promise<number> =>
  (await vault.pool.query('select count(*)::int as count from card_number')).rows[0].count;

describe('a card number', () => {
  it('is swapped for a token that says no more than a receipt does', async () => {
    const { status, body, headers } = await vault.enter({ ...CARD, number: '4242 4242-4242 4242' });
    expect(status).toBe(201);
    expect(body).toEqual({
      token: expect.stringMatching(/^vlt_[0-9a-f]{32}$/),
      brand: 'visa',
      last4: '4242',
      expiresAt: expect.any(String),
    });
    expect(Date.parse(body.expiresAt)).toBeGreaterThan(Date.now() + 3_500_000);
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['incorrect_number', 'number', 422, { number: '4242424242424241' }],
    ['incorrect_number', 'number', 422, { number: '42424242424242' }],
    ['malformed_request', 'number', 400, { number: '4242x' }],
    ['malformed_request', 'number', 400, { number: 4242424242424242 }],
    ['expired_card', 'expiryYear', 422, { expiryYear: 2020 }],
    ['invalid_expiry', 'expiryYear', 422, { expiryYear: 2099 }],
    ['malformed_request', 'expiryMonth', 400, { expiryMonth: 13 }],
    ['malformed_request', undefined, 400, { holder: 'A. Petrou' }],
  ])('that is wrong is refused with %s at %s', async (code, field, status, change) => {
    const before = await count();
    const reply = await vault.enter({ ...CARD, ...change });
    expect(reply).toMatchObject({ status, body: { error: { code } } });
    expect(reply.body.error.field).toBe(field);
    expect(reply.text).not.toMatch(/4242|Petrou|holder/);
    expect(await count()).toBe(before);
  });

  it.each([
    'securityCode',
    'security_code',
    'cvc',
    'CVV2',
    'card-verification-value',
    'cid',
    'pin',
    'track2',
  ])('with a field %s is refused, whatever is in it', async (name) => {
    const reply = await vault.enter({ ...CARD, [name]: '737' });
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'security_code_not_allowed' } } });
    expect(reply.text).not.toContain('737');
  });

  it.each([
    ['no JSON', '{"number": 4242424242424242', 400, 'malformed_request'],
    ['a bare number', '4242424242424242', 400, 'malformed_request'],
    ['too much', `{"number":"${'4242 '.repeat(2000)}"}`, 413, 'too_large'],
    ['a field named like a number', '{"4242424242424242":1}', 400, 'malformed_request'],
  ])('%s is refused and not repeated', async (_what, raw, status, code) => {
    const reply = await vault.enter(raw);
    expect(reply).toMatchObject({ status, body: { error: { code } } });
    expect(reply.text).not.toContain('4242');
  });

  it('is not taken from an address', async () => {
    const path = `/v1/card-numbers?number=${CARD.number}`;
    const reply = await vault.send('POST', path, { origin: ORIGIN }, '');
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'malformed_request' } } });
  });
});

describe('tickets', () => {
  it('are good once', async () => {
    const ticket = makeTicket();
    expect((await vault.enter(CARD, { ticket })).status).toBe(201);
    const before = await count();
    const again = await vault.enter(CARD, { ticket });
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'ticket_used' } } });
    expect(await count()).toBe(before);
  });

  it('are good once among many at once', async () => {
    const ticket = makeTicket();
    const before = await count();
    const replies = await Promise.all(Array.from({ length: 20 }, () => vault.enter(CARD, { ticket })));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await count()).toBe(before + 1);
  });

  it('are not used up by a mistyped number', async () => {
    const ticket = makeTicket();
    expect((await vault.enter({ ...CARD, number: '4242424242424241' }, { ticket })).status).toBe(422);
    expect((await vault.enter(CARD, { ticket })).status).toBe(201);
  });

  it.each([
    ['none', 'ticket_invalid', () => ''],
    ['nonsense', 'ticket_invalid', () => 'vt1.x.y'],
    [
      'one of another secret',
      'ticket_invalid',
      () => makeTicket({}, 'another-secret-of-32-characters-or-more'),
    ],
    ['one with a changed claim', 'ticket_invalid', () => makeTicket().replace(/^vt1\../, 'vt1.X')],
    ['one that is over', 'ticket_expired', () => makeTicket({ expires: seconds(-1) })],
    ['one that lasts too long', 'ticket_invalid', () => makeTicket({ expires: seconds(3600) })],
    ['one with more in it', 'ticket_invalid', () => makeTicket({ admin: true })],
    ['one of nobody', 'ticket_invalid', () => makeTicket({ user: '' })],
  ])('%s: %s', async (_what, code, ticket) => {
    const reply = await vault.enter(CARD, { ticket: ticket() });
    expect(reply).toMatchObject({ status: 401, body: { error: { code } } });
  });

  it('are remembered by the vault that comes after', async () => {
    const masterKeys = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
    const first = await startVault({ masterKeys });
    const ticket = makeTicket();
    expect((await first.enter(CARD, { ticket })).status).toBe(201);
    const second = await first.restart(masterKeys);
    expect((await second.enter(CARD, { ticket })).body.error.code).toBe('ticket_used');
    await second.close();
  });
});

describe('browsers', () => {
  const preflight = (origin: string) =>
    vault.send('OPTIONS', '/v1/card-numbers', { origin, 'access-control-request-method': 'POST' });

  it('on the console’s page may ask and send', async () => {
    const { status, headers } = await preflight(ORIGIN);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('access-control-allow-headers')).toContain('authorization');
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each(['https://evil.example', 'null', `${ORIGIN}.evil.example`])('on %s may not', async (origin) => {
    for (const reply of [await preflight(origin), await vault.enter(CARD, { headers: { origin } })]) {
      expect(reply).toMatchObject({ status: 403, body: { error: { code: 'origin_not_allowed' } } });
      expect(reply.headers.has('access-control-allow-origin')).toBe(false);
    }
  });

  it('can’t reach what is for workers', async () => {
    const { status, headers } = await vault.send('OPTIONS', '/v1/forward', { origin: ORIGIN });
    expect(status).toBe(404);
    expect(headers.has('access-control-allow-origin')).toBe(false);
  });
});

describe('limits', () => {
  it('of one person, and of one address that is not a worker', async () => {
    const limited = await startVault({ changes: { limits: { perUser: 2, perAddress: 8 } } });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await limited.enter()).status);
    expect(statuses).toEqual([201, 201, 429, 429]);
    const other = await limited.enter(CARD, { ticket: makeTicket({ user: 'usr_2' }) });
    expect(other.status).toBe(201);
    for (let call = 0; call < 4; call += 1) await limited.asWorker('/v1/forward', {}, 'guess');
    expect((await limited.asWorker('/v1/forward', {}, 'guess')).status).toBe(429);
    expect((await limited.asWorker('/v1/forward', {})).status).toBe(400);
    await limited.close();
  });
});

describe('health', () => {
  it('is live, and ready while the database answers', async () => {
    const other = await startVault();
    expect((await other.send('GET', '/health/live', {})).status).toBe(200);
    expect((await other.send('GET', '/health/ready', {})).body).toEqual({ status: 'ok', database: true });
    const { ping } = other.records;
    other.records.ping = async () => false;
    expect((await other.send('GET', '/health/ready', {})).status).toBe(503);
    other.records.ping = ping;
    await other.close();
  });
});
