import { type Sandbox, startSandbox } from '../sandbox';
import { EUR, TestClient, postForm, until } from '../test-client';
import { TEST_CARDS } from './test-cards';

let sandbox: Sandbox;
let client: TestClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = new TestClient(sandbox);
});
afterAll(() => sandbox.close());
afterEach(() => client.control('POST', '/reset'));

const BACK = 'http://shop.example/back?order=1';
const good = { expiry: '12 / 60', securityCode: '123', holder: 'A. <Petrou>' };
const readPage = async (url: string) => (await fetch(url)).text();
const session = async (reference: string) => (await client.acquirer('GET', `/v1/sessions/${reference}`)).body;
const open = async (more?: object): Promise<string> => (await client.openSession('s', more)).body.url;
const pay = (url: string, number: string, more: object = {}) => postForm(url, { ...good, number, ...more });

describe('a session', () => {
  test('is opened once for a reference, and shows nothing secret', async () => {
    const first = await client.openSession('s');
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      id: expect.stringMatching(/^ses_/),
      reference: 's',
      url: `${sandbox.url}/acquirer/pay/${first.body.id}`,
      status: 'open',
      expiresAt: expect.any(String),
    });
    expect((await client.openSession('s')).body).toEqual(first.body);
    expect((await client.openSession('s', { amount: EUR(1) })).status).toBe(422);
    expect((await client.acquirer('GET', '/v1/sessions/never')).status).toBe(404);
  });

  test.each([
    ['returnUrl', { returnUrl: 'javascript:alert(1)' }],
    ['callbackUrl', { callbackUrl: 'not an address' }],
    ['expiresAt', { expiresAt: '2020-01-01T00:00:00Z' }],
    ['expiresAt', { expiresAt: 'tomorrow' }],
    ['saveCard', { saveCard: 1 }],
  ])('with a bad %s is refused', async (field, change) => {
    expect(await client.openSession('s', change)).toMatchObject({ status: 400, body: { error: { field } } });
  });

  test('expires by itself or when told, and stays authorised when the payer was quicker', async () => {
    const url = await open({ expiresAt: new Date(Date.now() + 1_000).toISOString() });
    await until(async () => (await session('s')).status === 'expired');
    expect(await readPage(url)).toContain('This page has expired');
    expect((await pay(url, '4242424242424242')).page).toContain('This page has expired');

    await client.openSession('told');
    expect((await client.acquirer('POST', '/v1/sessions/told/expire')).body.status).toBe('expired');
    const { body } = await client.openSession('quick');
    await pay(body.url, '4242424242424242');
    expect((await client.acquirer('POST', '/v1/sessions/quick/expire')).body.status).toBe('authorised');
  });
});

describe('the card page', () => {
  test('shows amount and merchant, labels its fields, and lets nothing else in', async () => {
    const response = await fetch(await open({ description: '<script>alert(1)</script>' }));
    const page = await response.text();
    expect(page).toContain('€10.50');
    expect(page).toContain('Tillflow Demo Shop');
    expect(page).not.toContain('<script>alert');
    for (const name of ['number', 'expiry', 'securityCode', 'holder']) {
      expect(page).toContain(`<label for="${name}">`);
    }
    for (const { number } of TEST_CARDS) expect(page.replaceAll(' ', '')).toContain(number);
    const policy = response.headers.get('Content-Security-Policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
  });

  test.each([
    [{ value: 1050, currency: 'JPY' }, '¥1,050'],
    [{ value: 5250, currency: 'KWD' }, 'KWD&#160;5.250|KWD\u00a05.250'],
  ])('writes %j as people do', async (amount, text) => {
    const page = await readPage(await open({ amount }));
    expect(text.split('|').some((form) => page.includes(form))).toBe(true);
  });

  test('an approved card authorises, without capturing, and leads back', async () => {
    const url = await open();
    expect(await pay(url, '4242 4242 4242 4242')).toMatchObject({ status: 303, location: BACK });
    expect(await session('s')).toMatchObject({
      status: 'authorised',
      card: { brand: 'visa', last4: '4242' },
    });
    const { body } = await client.acquirer('GET', '/v1/operations/s');
    expect(body).toMatchObject({ kind: 'authorisation', status: 'approved', captured: false });
    expect((await client.capture('s', 'c', 1050)).body.status).toBe('approved');
    expect((await pay(url, '4242424242424242')).page).toContain('This payment is complete');
    expect(await client.operations('s')).toHaveLength(2);
  });

  test('the card of the page can be charged again only if it was saved', async () => {
    const charge = async (reference: string) => {
      const { card } = await session(reference);
      const request = { reference: `again-${reference}`, amount: EUR(1), token: card.token, capture: true };
      return (await client.acquirer('POST', '/v1/authorisations', request)).body.status;
    };
    const saved = (await client.openSession('saved', { saveCard: true })).body.url;
    expect(await readPage(saved)).toContain('will be saved');
    await pay(saved, '4242424242424242');
    const once = (await client.openSession('once')).body.url;
    await pay(once, '4242424242424242');
    expect(await charge('saved')).toBe('approved');
    expect(await charge('once')).toBe('declined');
  });

  test.each([
    ['number-error', 'not valid', { number: '4242424242424241' }],
    ['expiry-error', 'MM/YY', { expiry: '13/60' }],
    ['expiry-error', 'expired', { expiry: '01/20' }],
    ['securityCode-error', '3 digits', { securityCode: '12' }],
  ])(
    'says at the field (%s) what is wrong, keeps the name, never sends the number back',
    async (id, text, bad) => {
      const url = await open();
      const { status, page } = await pay(url, '4242424242424242', bad);
      expect(status).toBe(422);
      expect(page).toMatch(new RegExp(`id="${id}"[^<]*${text}`));
      expect(page).toContain('value="A. &#60;Petrou&#62;"');
      expect(page).not.toContain('4242424242424241');
      expect(await session('s')).toMatchObject({ status: 'open' });
    },
  );

  test('three declined tries are final; two leave it open', async () => {
    const url = await open();
    for (const number of ['4000000000009995', '4000000000000002']) {
      expect((await pay(url, number)).status).toBe(402);
      expect((await session('s')).status).toBe('open');
    }
    expect(await pay(url, '4000000000009987')).toMatchObject({ status: 303, location: BACK });
    expect(await session('s')).toMatchObject({ status: 'declined', declineCode: 'lost_card' });
    expect((await client.acquirer('GET', '/v1/operations/s')).body.status).toBe('declined');
    expect(await readPage(url)).toContain('This payment was declined');
  });

  test('a payer who gives up has declined', async () => {
    const url = await open();
    expect(await postForm(url, { action: 'cancel' })).toMatchObject({ status: 303, location: BACK });
    expect(await session('s')).toMatchObject({ status: 'declined', declineCode: 'cancelled_by_payer' });
    expect(await readPage(url)).toContain('This payment was cancelled');
  });

  test('an unknown session is a friendly 404, and a broken form is no harm', async () => {
    const response = await fetch(`${sandbox.url}/acquirer/pay/ses_unknown`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('find this payment');
    expect((await postForm(await open(), { action: 'steal' })).status).toBe(400);
    expect((await postForm(await open(), {})).status).toBe(422);
  });
});

describe('the challenge page', () => {
  const challenge = async () => {
    const url = await open();
    const { status, location } = await pay(url, '4000000000003220');
    expect(status).toBe(303);
    return new URL(location ?? '', url).href;
  };

  test('the right code authorises', async () => {
    const url = await challenge();
    expect(await readPage(url)).toContain('3220');
    expect((await session('s')).status).toBe('open');
    expect(await postForm(url, { code: '123 456' })).toMatchObject({ status: 303, location: BACK });
    expect((await session('s')).status).toBe('authorised');
  });

  test('a wrong code is said so, and the third is final', async () => {
    const url = await challenge();
    for (const code of ['000000', '']) {
      expect(await postForm(url, { code })).toMatchObject({
        status: 402,
        page: expect.stringContaining('alert'),
      });
    }
    expect((await postForm(url, { code: '111111' })).status).toBe(303);
    expect(await session('s')).toMatchObject({ status: 'declined', declineCode: 'authentication_failed' });
  });

  test('it can be cancelled, and without a challenge it leads to the card page', async () => {
    const url = await challenge();
    await postForm(url, { action: 'cancel' });
    expect((await session('s')).declineCode).toBe('cancelled_by_payer');
    const other = (await client.openSession('other')).body.url;
    const direct = await fetch(other.replace('/pay/', '/challenge/'));
    expect(direct.url).toBe(other);
  });
});
