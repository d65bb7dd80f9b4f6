import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox } from '../../sandbox/sandbox';
import { DEFAULT_SECRETS } from '../../sandbox/secrets';
import { postForm, startReceiver, TestClient, until } from '../../sandbox/test-client';
import type { DeclineCode } from '../../domain/declines';
import { startFaultyProxy } from '../testing/faulty-proxy';
import { acquirerContract } from './acquirer.contract';
import type { AcquirerSubject, FaultyCall } from '../testing/acquirer-subject';
import { createAcquirer } from './acquirers';

const NUMBERS: Partial<Record<'approved' | DeclineCode, string>> = {
  approved: '4242424242424242',
  do_not_honour: '4000000000000002',
  insufficient_funds: '4000000000009995',
  card_expired: '4000000000000069',
  incorrect_security_code: '4000000000000127',
  card_lost_or_stolen: '4000000000009987',
  acquirer_error: '4000000000000119',
  suspected_fraud: '4100000000000019',
  limit_exceeded: '4000000000006975',
  authentication_failed: '4000000000003220',
  card_not_supported: '4111111111111111',
};
const DECLINES = (Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]).filter(
  (code): code is DeclineCode => code !== 'approved',
);

const CALLS: Record<FaultyCall, RegExp> = {
  probe: /^GET .*\/health$/,
  authorise: /^POST .*\/authorisations$/,
  inquireAuthorisation: /^GET .*\/operations\//,
  capture: /^POST .*\/captures$/,
  release: /^POST .*\/voids$/,
  refund: /^POST .*\/refunds$/,
};

async function makeWorld() {
  const sandbox = await startSandbox({ callbackBackOffMs: [] });
  const proxy = await startFaultyProxy(sandbox.url);
  const acquirer = createAcquirer({
    kind: 'http',
    name: 'sandbox',
    url: `${proxy.url}/acquirer`,
    secret: DEFAULT_SECRETS.acquirer,
    callbackSecret: DEFAULT_SECRETS.acquirerCallback,
    timeoutMs: 1500,
  });
  const close = async () => {
    await acquirer.close();
    await proxy.close();
    await sandbox.close();
  };
  return { sandbox, client: new TestClient(sandbox), proxy, acquirer, close };
}

async function makeSubject(): Promise<AcquirerSubject> {
  const { acquirer, client, proxy, close } = await makeWorld();
  return {
    acquirer,
    token: (card) => client.token(NUMBERS[card]),
    fault: (fault, call) => proxy.fault(fault, CALLS[call]),
    commits: async (reference) => {
      const operations = await client.operations(reference);
      return operations.filter((done) => done.reference === reference && done.status === 'approved').length;
    },
    callback: async (reference, { ageSeconds = 0, forged = false } = {}) => {
      const rawBody = Buffer.from(JSON.stringify({ id: 'evt_1', type: 'session.authorised', reference }));
      const time = Math.floor(Date.now() / 1000) - ageSeconds;
      const secret = forged ? 'guessed' : DEFAULT_SECRETS.acquirerCallback;
      const v1 = createHmac('sha256', secret).update(`${time}.${rawBody.toString()}`).digest('hex');
      return { headers: { 'acquirer-signature': `t=${time},v1=${v1}` }, rawBody };
    },
    formToken: () => client.token(),
    unknownFormToken: 'tok_never_given',
    payer: {
      approve: async (url) => void (await postForm(url, CARD)),
      cancel: async (url) => void (await postForm(url, { action: 'cancel' })),
    },
    close,
  };
}

const CARD = { number: '4242 4242 4242 4242', expiry: '12/60', securityCode: '123' };

acquirerContract(
  'http, against the sandbox',
  { declines: DECLINES, idempotent: true, pages: true, limitsRefunds: true },
  makeSubject,
);

const PAGE = {
  reference: 'page-1',
  amount: { value: 1050, currency: 'EUR' },
  returnUrl: 'https://shop.invalid/back',
  callbackUrl: 'http://127.0.0.1:9/callback',
  expiresAt: new Date(Date.now() + 600_000).toISOString(),
  saveCard: false,
};

/** An acquirer whose every call is answered so. */
async function behind(status: number, body: string) {
  const door = createServer((_request, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const acquirer = createAcquirer({ kind: 'http', name: 'behind', url, secret: 's', callbackSecret: 's' });
  const close = async () => {
    await acquirer.close();
    door.closeAllConnections();
    door.close();
  };
  return { acquirer, close };
}

describe('http acquirer', () => {
  let world: Awaited<ReturnType<typeof makeWorld>>;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world?.close());

  const charge = (token: string, reference: string) => ({
    reference,
    token,
    amount: { value: 1050, currency: 'EUR' },
    capture: true,
  });

  test('believes the callback that the sandbox really sends', async () => {
    const { acquirer } = world;
    const receiver = await startReceiver();
    const page = await acquirer.openPage({ ...PAGE, reference: 'cb-1', callbackUrl: receiver.url });
    if (page.kind !== 'succeeded') throw new Error('not opened');
    await postForm(page.value.url, CARD);
    const { headers, body } = await until(() => receiver.received[0]);
    const signature = { 'acquirer-signature': String(headers['acquirer-signature']) };
    expect(acquirer.readCallback(signature, Buffer.from(body))).toEqual({ reference: 'cb-1' });
    await receiver.close();
  });

  test('nobody listening is unknown, and an inquiry there says nothing', async () => {
    const config = { kind: 'http', name: 'gone', secret: 's', callbackSecret: 's' } as const;
    const gone = createAcquirer({ ...config, url: 'http://127.0.0.1:9/acquirer' });
    const lost = { kind: 'unknown', reason: 'connection_lost' };
    expect(await gone.authorise(charge('tok_1', 'gone-1'))).toEqual(lost);
    expect(await gone.inquireAuthorisation('gone-1')).toEqual(lost);
    expect(await gone.probe()).toBe('down');
    await gone.close();
  });

  test('a wrong secret declines a charge, but says nothing about an earlier one', async () => {
    const { sandbox, client } = world;
    const config = { kind: 'http', name: 'wrong', callbackSecret: 's' } as const;
    const wrong = createAcquirer({ ...config, url: `${sandbox.url}/acquirer`, secret: 'wrong' });
    const token = await client.token();
    expect(await wrong.authorise(charge(token, 'wrong-1'))).toEqual({
      kind: 'declined',
      code: 'acquirer_error',
    });
    expect(await wrong.inquireAuthorisation('wrong-1')).toMatchObject({ kind: 'unknown' });
    expect(await wrong.probe()).toBe('up');
    const refund = { authorisation: 'wrong-1', reference: 'wrong-2', amount: { value: 1, currency: 'EUR' } };
    expect(await wrong.refund(refund)).toMatchObject({ kind: 'unknown' });
    await wrong.close();
  });

  test('a 404 that is not in the protocol’s words does not mean absent', async () => {
    const { sandbox } = world;
    const config = { kind: 'http', name: 'astray', callbackSecret: 's' } as const;
    const astray = createAcquirer({ ...config, url: `${sandbox.url}/elsewhere`, secret: 's' });
    expect(await astray.inquireAuthorisation('r')).toEqual({ kind: 'unknown', reason: 'unreadable_answer' });
    await astray.close();
  });

  describe('a 4xx of somebody on the way', () => {
    const bodies = ['<h1>nginx</h1>', '{}', '{"error":{"code":"upstream_not_found"}}'];
    const answers = [404, 405, 413, 422].flatMap((status) => bodies.map((body) => [status, body] as const));

    test.each(answers)('%d with %s is unknown, whatever was asked for', async (status, body) => {
      const { acquirer, close } = await behind(status, body);
      const later = { authorisation: 'r', reference: 'r2', amount: { value: 1, currency: 'EUR' } };
      const outcomes = [
        await acquirer.authorise(charge('tok_1', 'r')),
        await acquirer.capture(later),
        await acquirer.release(later),
        await acquirer.refund(later),
        await acquirer.inquire('refund', later),
        await acquirer.inquireAuthorisation('r'),
        await acquirer.openPage(PAGE),
        await acquirer.registerCard('tok_1', 'c'),
      ];
      await close();
      expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'unknown'));
    });

    test('in the protocol’s own words it is a refusal', async () => {
      const { acquirer, close } = await behind(422, '{"error":{"code":"currency_mismatch","message":"no"}}');
      const later = { authorisation: 'r', reference: 'r2', amount: { value: 1, currency: 'EUR' } };
      expect(await acquirer.refund(later)).toEqual({ kind: 'declined', code: 'currency_mismatch' });
      await close();
    });
  });

  test('a reference used for something else is unknown: what stands under it may be ours', async () => {
    const { acquirer, client } = world;
    const token = await client.token();
    await acquirer.authorise(charge(token, 'twice-1'));
    const other = { ...charge(token, 'twice-1'), amount: { value: 1, currency: 'EUR' } };
    expect(await acquirer.authorise(other)).toEqual({ kind: 'unknown', reason: 'not_final' });
  });

  test('a call is never repeated by itself', async () => {
    const { acquirer, client, proxy } = world;
    const before = proxy.arrivals(CALLS.authorise);
    proxy.fault('dropAfter', CALLS.authorise);
    await acquirer.authorise(charge(await client.token(), 'once-1'));
    expect(proxy.arrivals(CALLS.authorise) - before).toBe(1);
  });
});
