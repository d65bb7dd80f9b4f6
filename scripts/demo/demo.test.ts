import { startSandbox } from '../../sandbox/sandbox';
import type { Sandbox } from '../../sandbox/sandbox';
import { open, submit } from './browser';
import { SandboxClient } from './sandbox';

let sandbox: Sandbox;
let client: SandboxClient;
beforeAll(async () => {
  sandbox = await startSandbox({ secrets: { acquirer: 'sk_test' } });
  client = new SandboxClient(sandbox.url);
});
afterAll(() => sandbox.close());

const AMOUNT = { value: 1050, currency: 'EUR' };

async function acquirer(path: string, body: object): Promise<{ url: string }> {
  const response = await fetch(`${sandbox.url}/acquirer/v1/${path}`, {
    method: 'POST',
    headers: { Authorization: 'Bearer sk_test', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.ok).toBe(true);
  return (await response.json()) as { url: string };
}

async function pageFor(reference: string): Promise<string> {
  const returnUrl = `${sandbox.url}/health`;
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const callbackUrl = `${sandbox.url}/nowhere`;
  const session = { reference, amount: AMOUNT, returnUrl, callbackUrl, expiresAt, saveCard: false };
  return (await acquirer('sessions', session)).url;
}

const TYPED = { expiry: '12/40', securityCode: '123', action: 'pay' };

describe('the demo’s browser', () => {
  it('pays on the page as a person would, and comes back', async () => {
    const page = await open(await pageFor('demo.1'));
    expect(page.status).toBe(200);
    const back = await submit(page, { ...TYPED, number: '4242424242424242' });
    expect(back).toMatchObject({ url: `${sandbox.url}/health`, status: 200 });
    const [operation] = await client.operationsOf('demo.1');
    expect(operation).toMatchObject({ target: 'acquirer', kind: 'authorisation', status: 'approved' });
  });

  it('answers the bank’s question on the way', async () => {
    const asked = await submit(await open(await pageFor('demo.2')), { ...TYPED, number: '4000000000003220' });
    expect(asked.url).toContain('/challenge/');
    const back = await submit(asked, { code: '123456', action: 'confirm' });
    expect(back.url).toBe(`${sandbox.url}/health`);
  });

  it('stays on the page with a card that is refused', async () => {
    const page = await open(await pageFor('demo.3'));
    const refused = await submit(page, { ...TYPED, number: '4000000000009995' });
    expect(refused).toMatchObject({ status: 402, url: page.url });
  });
});

describe('the demo’s fault', () => {
  it('drops the line once the card is charged, and is gone then', async () => {
    const token = await client.tokenFor({
      number: '4242424242424242',
      expiryMonth: 12,
      expiryYear: 2040,
      securityCode: '123',
    });
    const fault = await client.dropLineAfterNextAuthorisation();
    const charge = { reference: 'demo.4', amount: AMOUNT, token, capture: true };
    await expect(acquirer('authorisations', charge)).rejects.toThrow('fetch failed');
    expect(await client.operationsOf('demo.4')).toHaveLength(1);
    expect(await client.removeFault(fault)).toBe(false);
  });

  it('can be taken back where it has not struck', async () => {
    const fault = await client.dropLineAfterNextAuthorisation();
    expect(await client.removeFault(fault)).toBe(true);
  });
});

describe('the demo’s outage', () => {
  const health = (): Promise<Response> => fetch(`${sandbox.url}/acquirer/v1/health`);

  it('keeps everybody out until it is taken back', async () => {
    const fault = await client.outage();
    await expect(health()).rejects.toThrow('fetch failed');
    await expect(health()).rejects.toThrow('fetch failed');
    expect(await client.removeFault(fault)).toBe(true);
    await expect(health()).resolves.toBeDefined();
  });

  it('is over by itself where nobody takes it back', async () => {
    await client.outage();
    let refused = 0;
    for (; refused < 100; refused += 1) if (await health().then(Boolean, () => false)) break;
    expect(refused).toBe(50);
  });
});

it('says where it looked for a sandbox that is not there', async () => {
  await expect(new SandboxClient('http://127.0.0.1:1').check()).rejects.toThrow('http://127.0.0.1:1');
});
