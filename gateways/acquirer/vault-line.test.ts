import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAcquirer } from './acquirers';
import { FakeAcquirer } from './fake-acquirer';

const REQUEST = {
  reference: 'pay_1.fund',
  amount: { value: 1050, currency: 'EUR' },
  vaultToken: 'vlt_1',
  capture: true,
};
const operation = (change: object = {}) =>
  JSON.stringify({
    id: 'op_1',
    reference: REQUEST.reference,
    kind: 'authorisation',
    status: 'approved',
    captured: true,
    amount: REQUEST.amount,
    ...change,
  });
const said = (status: number, body: string) => ({ answered: { status, body } });
const refusal = (code: string, members: object = {}) => ({ error: { code, message: 'no', ...members } });

/** What an acquirer makes of a vault that answers so; and what the vault was asked. */
async function through(status: number, answer: unknown) {
  const asked: { url?: string; secret?: string; body: string }[] = [];
  const vault = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      asked.push({ url: request.url, secret: request.headers.authorization, body });
      response.writeHead(status).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => vault.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(vault.address() as AddressInfo).port}`;
  const outcome = await withAcquirer({ url, secret: 'fwd' }, (acquirer) => acquirer.authorise(REQUEST));
  vault.closeAllConnections();
  vault.close();
  return { outcome, asked };
}

async function withAcquirer<T>(
  vault: { url: string; secret: string } | undefined,
  run: (acquirer: ReturnType<typeof createAcquirer>) => Promise<T>,
): Promise<T> {
  const config = {
    kind: 'http',
    name: 'sandbox',
    secret: 's',
    callbackSecret: 's',
    timeoutMs: 2000,
  } as const;
  const acquirer = createAcquirer({ ...config, url: 'http://127.0.0.1:9/acquirer', vault });
  try {
    return await run(acquirer);
  } finally {
    await acquirer.close();
  }
}

test('the vault is asked with its own secret, and told how long it has', async () => {
  const { outcome, asked } = await through(200, said(200, operation()));
  expect(outcome).toEqual({ kind: 'succeeded', value: { externalId: 'op_1', captured: true } });
  expect(asked).toEqual([{ url: '/v1/forward', secret: 'Bearer fwd', body: expect.any(String) }]);
  const { reference, amount, capture } = REQUEST;
  expect(JSON.parse(asked[0]!.body)).toEqual({
    token: 'vlt_1',
    reference,
    amount,
    capture,
    withinMs: 1500,
  });
});

test.each([
  [
    'a decline',
    said(200, operation({ status: 'declined', declineCode: 'limit_exceeded' })),
    'limit_exceeded',
  ],
  ['a refusal in its own words', said(422, '{"error":{"code":"currency_mismatch"}}'), 'currency_mismatch'],
])('the acquirer’s answer counts as if it had come straight: %s', async (_what, answer, code) => {
  expect((await through(200, answer)).outcome).toEqual({ kind: 'declined', code });
});

test.each([
  ['a 503 of the acquirer', said(503, '{}'), 'server_error'],
  ['a 404 of a proxy', said(404, '<h1>nginx</h1>'), 'server_error'],
  ['an answer about something else', said(200, operation({ reference: 'x' })), 'unreadable_answer'],
  ['a reference that was used', said(422, '{"error":{"code":"reference_reused"}}'), 'not_final'],
  ['a timeout of the acquirer', { unanswered: 'timeout' }, 'timeout'],
  ['a line that broke', { unanswered: 'connection_lost' }, 'connection_lost'],
  ['something that is no vault', { hello: 1 }, 'vault_silent'],
])('%s is unknown', async (_what, answer, reason) => {
  expect((await through(200, answer)).outcome).toEqual({ kind: 'unknown', reason });
});

test.each([
  [404, refusal('card_number_unknown'), { kind: 'declined', code: 'card_unknown' }],
  [409, refusal('card_number_taken'), { kind: 'declined', code: 'card_unknown' }],
  [410, refusal('card_number_erased', { answered: false }), { kind: 'declined', code: 'card_unknown' }],
  [410, refusal('card_number_erased', { answered: true }), { kind: 'unknown', reason: 'not_final' }],
  [410, refusal('card_number_erased'), { kind: 'unknown', reason: 'not_final' }],
  [401, refusal('unauthorised'), { kind: 'unknown', reason: 'vault_silent' }],
  [404, refusal('not_found'), { kind: 'unknown', reason: 'vault_silent' }],
  [503, refusal('card_number_unreadable'), { kind: 'unknown', reason: 'vault_silent' }],
])('a vault that says %d %j', async (status, answer, expected) => {
  expect((await through(status, answer)).outcome).toEqual(expected);
});

test('a vault that nobody reaches is unknown, and none at all is a mistake of ours', async () => {
  const nobody = { url: 'http://127.0.0.1:9', secret: 's' };
  const outcome = await withAcquirer(nobody, (acquirer) => acquirer.authorise(REQUEST));
  expect(outcome).toEqual({ kind: 'unknown', reason: 'vault_silent' });
  const none = withAcquirer(undefined, (acquirer) => acquirer.authorise(REQUEST));
  await expect(none).rejects.toThrow('no vault is set up for the acquirer "sandbox"');
});

test('other acquirers: the fake plays along, Stripe takes no card numbers from us', async () => {
  const fake = new FakeAcquirer({ name: 'fake' });
  expect(await fake.authorise(REQUEST)).toMatchObject({ kind: 'succeeded' });
  const lost = { ...REQUEST, reference: 'pay_2.fund', vaultToken: 'vlt_unknown' };
  expect(await fake.authorise(lost)).toEqual({ kind: 'declined', code: 'card_unknown' });
  const stripe = createAcquirer({ kind: 'stripe', name: 'stripe', secretKey: 'sk', webhookSecret: 'wh' });
  expect(await stripe.authorise(REQUEST)).toEqual({ kind: 'declined', code: 'card_not_supported' });
  await stripe.close();
});
