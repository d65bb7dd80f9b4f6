import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAcquirer } from '../gateways/acquirer/acquirers';
import { type LineFault, startFaultyProxy, type FaultyProxy } from '../gateways/testing/faulty-proxy';
import { createVault } from '../gateways/vault/vaults';
import { type Sandbox, startSandbox } from '../sandbox/sandbox';
import { TestClient } from '../sandbox/test-client';
import { CARD, FORWARD_SECRET, makeTicket, newKey, startVault, type VaultWorld } from './testing/world';

let sandbox: Sandbox;
let client: TestClient;
let proxy: FaultyProxy;
let vault: VaultWorld;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = new TestClient(sandbox);
  proxy = await startFaultyProxy(sandbox.url);
  vault = await startVault({ acquirerUrl: `${proxy.url}/acquirer`, acquirerTimeoutMs: 5000 });
});
afterAll(async () => {
  await vault?.close();
  await proxy?.close();
  await sandbox?.close();
});

let made = 0;
const names = () => ({ reference: `pay_${++made}.fund` });
const tokenFor = async (number = CARD.number): Promise<string> =>
  (await vault.enter({ ...CARD, number })).body.token;
const template = (token: string, reference: string) => ({
  token,
  reference,
  amount: { value: 1050, currency: 'EUR' },
  capture: true,
});
const isThere = async (token: string): Promise<boolean> =>
  (await vault.pool.query('select 1 from card_number where id = $1', [token])).rowCount === 1;
const AUTHORISATIONS = /^POST .*\/authorisations$/;

const acquirerOf = (url: string, secret = FORWARD_SECRET) =>
  createAcquirer({
    kind: 'http',
    name: 'sandbox',
    url: `${sandbox.url}/acquirer`,
    secret: 'sk_sandbox',
    callbackSecret: 's',
    timeoutMs: 4000,
    vault: { url, secret },
  });

describe('through the vault', () => {
  it('a card is charged by its number, which is erased with the answer', async () => {
    const acquirer = acquirerOf(vault.url);
    const [{ reference }, vaultToken] = [names(), await tokenFor()];
    const request = { reference, vaultToken, amount: { value: 1050, currency: 'EUR' }, capture: true };
    const outcome = await acquirer.authorise(request);
    expect(outcome).toMatchObject({ kind: 'succeeded', value: { captured: true } });
    expect(await acquirer.inquireAuthorisation(reference)).toEqual(outcome);
    expect(await isThere(vaultToken)).toBe(false);
    expect(await acquirer.authorise(request)).toEqual({ kind: 'unknown', reason: 'not_final' });
    expect(await client.operations(reference)).toHaveLength(1);
    await acquirer.close();
  });

  it('a decline is one, and erases too', async () => {
    const acquirer = acquirerOf(vault.url);
    const [{ reference }, vaultToken] = [names(), await tokenFor('4000000000009995')];
    const request = { reference, vaultToken, amount: { value: 1050, currency: 'EUR' }, capture: true };
    expect(await acquirer.authorise(request)).toEqual({ kind: 'declined', code: 'insufficient_funds' });
    expect(await isThere(vaultToken)).toBe(false);
    await acquirer.close();
  });

  const lost: [LineFault, string, number][] = [
    ['dropBefore', 'connection_lost', 0],
    ['dropAfter', 'connection_lost', 1],
    ['silence', 'timeout', 1],
    ['serverError', 'server_error', 0],
    ['malformed', 'unreadable_answer', 1],
  ];
  it.each(lost)('%s: unknown (%s), sent once, and kept until it is known', async (fault, reason, done) => {
    const acquirer = acquirerOf(vault.url);
    const [{ reference }, vaultToken] = [names(), await tokenFor()];
    const request = { reference, vaultToken, amount: { value: 1050, currency: 'EUR' }, capture: true };
    const before = proxy.arrivals(AUTHORISATIONS);
    proxy.fault(fault, AUTHORISATIONS);
    expect(await acquirer.authorise(request)).toEqual({ kind: 'unknown', reason });
    expect(proxy.arrivals(AUTHORISATIONS) - before).toBe(1);
    expect(await client.operations(reference)).toHaveLength(done);
    expect(await isThere(vaultToken)).toBe(true);
    expect(await acquirer.authorise(request)).toMatchObject({ kind: 'succeeded' });
    expect(await client.operations(reference)).toHaveLength(1);
    await acquirer.close();
  });

  it('a wrong secret sends nothing', async () => {
    const acquirer = acquirerOf(vault.url, 'wrong');
    const [{ reference }, vaultToken] = [names(), await tokenFor()];
    const request = { reference, vaultToken, amount: { value: 1050, currency: 'EUR' }, capture: true };
    expect(await acquirer.authorise(request)).toEqual({ kind: 'unknown', reason: 'vault_silent' });
    expect(await client.operations(reference)).toEqual([]);
    await acquirer.close();
  });
});

describe('forwarding', () => {
  it('is for one operation: the same number is not sent for another', async () => {
    const token = await tokenFor();
    proxy.fault('dropBefore', AUTHORISATIONS);
    await vault.asWorker('/v1/forward', template(token, names().reference));
    const { reference } = names();
    const other = await vault.asWorker('/v1/forward', template(token, reference));
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'card_number_taken' } } });
    expect(await client.operations(reference)).toEqual([]);
  });

  it.each([
    ['an address', { url: 'https://evil.example' }],
    ['a header', { headers: { host: 'evil.example' } }],
    ['an amount of nothing', { amount: { value: 0, currency: 'EUR' } }],
    ['a reference with a line break', { reference: 'a\r\nHost: evil' }],
    ['no token of ours', { token: 'tok_1' }],
  ])('takes no %s', async (_what, change) => {
    const token = await tokenFor();
    const request = { ...template(token, names().reference), ...change };
    const reply = await vault.asWorker('/v1/forward', request);
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'malformed_request' } } });
    expect(await isThere(token)).toBe(true);
  });

  it('knows its own tokens only, and lets in workers only', async () => {
    const request = template(`vlt_${'0'.repeat(32)}`, names().reference);
    expect((await vault.asWorker('/v1/forward', request)).body.error.code).toBe('card_number_unknown');
    for (const secret of ['', 'wrong', makeTicket()]) {
      expect((await vault.asWorker('/v1/forward', request, secret)).status).toBe(401);
      expect((await vault.asWorker('/v1/card-numbers/x/erasure', {}, secret)).status).toBe(401);
    }
  });

  it('an answer that quotes the number comes back without it', async () => {
    const parrot = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => response.writeHead(400).end(`${body} 4242 4242 4242 4242 4242-4242-4242-4242`));
    });
    await new Promise<void>((resolve) => parrot.listen(0, '127.0.0.1', resolve));
    const acquirerUrl = `http://127.0.0.1:${(parrot.address() as AddressInfo).port}`;
    const other = await startVault({ acquirerUrl });
    const token = (await other.enter()).body.token as string;
    const reply = await other.asWorker('/v1/forward', template(token, 'r1'));
    expect(reply.body.answered).toMatchObject({
      status: 400,
      body: expect.stringContaining('[card number]'),
    });
    expect(reply.text + other.logged()).not.toMatch(/4242\D?4242/);
    await other.close();
    parrot.closeAllConnections();
    parrot.close();
  });
});

describe('a caller whose time is over', () => {
  /** Holds the record, so that a request waits for it, until told to let it go. */
  const hold = async (token: string) => {
    const holder = await vault.pool.connect();
    await holder.query('begin');
    await holder.query('select 1 from card_number where id = $1 for update', [token]);
    const someoneWaits = async () => {
      const sql = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await vault.pool.query(sql)).rowCount === 0) await sleep(5);
    };
    const letGo = async () => {
      await holder.query('commit');
      holder.release();
    };
    return { someoneWaits, letGo };
  };
  const ended = async (status: string) => {
    while (!vault.logged().includes(`"route":"/v1/forward","status":${status}`)) await sleep(5);
  };

  it('is told so, and nothing is sent', async () => {
    const [token, { reference }] = [await tokenFor(), names()];
    const { someoneWaits, letGo } = await hold(token);
    const asked = vault.asWorker('/v1/forward', { ...template(token, reference), withinMs: 1 });
    await someoneWaits();
    await letGo();
    expect(await asked).toMatchObject({ status: 503, body: { error: { code: 'too_late' } } });
    expect(await client.operations(reference)).toEqual([]);
  });

  it('and who has hung up: nothing is sent', async () => {
    const [token, { reference }] = [await tokenFor(), names()];
    const { someoneWaits, letGo } = await hold(token);
    const before = proxy.arrivals(AUTHORISATIONS);
    const gone = new AbortController();
    const asked = fetch(`${vault.url}/v1/forward`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${FORWARD_SECRET}` },
      body: JSON.stringify(template(token, reference)),
      signal: gone.signal,
    });
    await someoneWaits();
    gone.abort();
    await expect(asked).rejects.toThrow();
    await ended('"aborted"');
    await letGo();
    // The next one waits for the same record, so it ends after the one that was given up.
    const next = await vault.asWorker('/v1/forward', template(token, reference));
    expect(next.body.answered.status).toBe(200);
    expect(proxy.arrivals(AUTHORISATIONS) - before).toBe(1);
  });
});

describe('erasure', () => {
  it('on the workers’ word is for good, and may be repeated', async () => {
    const cards = createVault({ kind: 'http', url: vault.url, secret: FORWARD_SECRET, timeoutMs: 4000 });
    const token = await tokenFor();
    for (const _time of [1, 2]) expect(await cards.erase(token, 'r1')).toMatchObject({ kind: 'succeeded' });
    const never = `vlt_${'1'.repeat(32)}`;
    expect(await cards.erase(never, 'r1')).toMatchObject({ kind: 'succeeded' });
    expect(await cards.erase('nonsense', 'r1')).toMatchObject({ kind: 'succeeded' });
    const reply = await vault.asWorker('/v1/forward', template(token, names().reference));
    expect(reply).toMatchObject({
      status: 410,
      body: { error: { code: 'card_number_erased', answered: false } },
    });
    await cards.close();
  });

  it('is for the operation that the number was sent for: any other leaves it there', async () => {
    const cards = createVault({ kind: 'http', url: vault.url, secret: FORWARD_SECRET, timeoutMs: 4000 });
    const [token, { reference }] = [await tokenFor(), names()];
    proxy.fault('dropBefore', AUTHORISATIONS);
    await vault.asWorker('/v1/forward', template(token, reference));
    expect(await cards.erase(token, names().reference)).toMatchObject({ kind: 'succeeded' });
    expect(await isThere(token)).toBe(true);
    expect(await cards.erase(token, reference)).toMatchObject({ kind: 'succeeded' });
    expect(await isThere(token)).toBe(false);
    await cards.close();
  });

  it.each([undefined, {}, { reference: 'a\r\nb' }, { reference: 'r1', token: 'other' }])(
    'without a reference, or with more (%j), erases nothing',
    async (body) => {
      const token = await tokenFor();
      const reply = await vault.asWorker(`/v1/card-numbers/${token}/erasure`, body);
      expect(reply).toMatchObject({ status: 400, body: { error: { code: 'malformed_request' } } });
      expect(await isThere(token)).toBe(true);
    },
  );

  it('by time: what is overdue is not sent even before it is swept, and then it is gone', async () => {
    const [overdue, fresh] = [await tokenFor(), await tokenFor()];
    const past = new Date(Date.now() - 1);
    await vault.pool.query('update card_number set expires_at = $2 where id = $1', [overdue, past]);
    const reply = await vault.asWorker('/v1/forward', template(overdue, names().reference));
    expect(reply.body.error).toMatchObject({ code: 'card_number_erased', answered: false });
    expect(await isThere(overdue)).toBe(true);
    expect(await vault.records.sweep(new Date())).toBe(1);
    await vault.records.vacuum();
    expect([await isThere(overdue), await isThere(fresh)]).toEqual([false, true]);
  });

  it('old tickets and old erasures are forgotten in time', async () => {
    const other = await startVault();
    const token = (await other.enter()).body.token as string;
    await other.asWorker(`/v1/card-numbers/${token}/erasure`, { reference: 'r1' });
    const left = async () => {
      const sql =
        'select (select count(*) from used_ticket)::int t, (select count(*) from erased_card)::int e';
      return (await other.pool.query(sql)).rows[0];
    };
    const day = 86_400_000;
    await other.records.sweep(new Date());
    expect(await left()).toEqual({ t: 1, e: 1 });
    await other.records.sweep(new Date(Date.now() + day));
    expect(await left()).toEqual({ t: 0, e: 1 });
    await other.records.sweep(new Date(Date.now() + 91 * day));
    expect(await left()).toEqual({ t: 0, e: 0 });
    await other.close();
  });
});

describe('a record that was touched', () => {
  const unreadable = { status: 503, body: { error: { code: 'card_number_unreadable' } } };

  it.each([
    [
      'ciphertext',
      'update card_number set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where id = $1',
    ],
    [
      'wrapped key',
      'update card_number set wrapped_key = set_byte(wrapped_key, 5, get_byte(wrapped_key, 5) # 1) where id = $1',
    ],
    ['life', "update card_number set expires_at = expires_at + interval '1 year' where id = $1"],
    ['length', "update card_number set sealed = '\\x00' where id = $1"],
  ])('in its %s does not open, and nothing is sent', async (_what, sql) => {
    const [token, { reference }] = [await tokenFor(), names()];
    await vault.pool.query(sql, [token]);
    expect(await vault.asWorker('/v1/forward', template(token, reference))).toMatchObject(unreadable);
    expect(await client.operations(reference)).toEqual([]);
  });

  it('by another’s content does not open', async () => {
    const [token, other] = [await tokenFor(), await tokenFor('5555555555554444')];
    await vault.pool.query(
      `update card_number c set sealed = o.sealed, wrapped_key = o.wrapped_key, expires_at = o.expires_at
       from card_number o where c.id = $1 and o.id = $2`,
      [token, other],
    );
    expect(await vault.asWorker('/v1/forward', template(token, names().reference))).toMatchObject(unreadable);
  });
});

describe('a restart', () => {
  it('loses nothing, with a newer key before the old one too', async () => {
    const [key, newer] = [newKey('k1'), newKey('k2')];
    const acquirerUrl = `${sandbox.url}/acquirer`;
    const first = await startVault({ masterKeys: key, acquirerUrl });
    const token = (await first.enter()).body.token as string;
    const second = await first.restart(`${newer},${key}`);
    const reply = await second.asWorker('/v1/forward', template(token, names().reference));
    expect(reply.body.answered.status).toBe(200);
    await second.close();
  });

  it('with another key under the same id does not come up', async () => {
    const first = await startVault({ masterKeys: newKey('k1') });
    await expect(first.restart(newKey('k1'))).rejects.toThrow(
      '"k1" is not the key that this database knows by that id',
    );
  });

  it('without the key of a record leaves that record be, and sends nothing', async () => {
    const key = newKey('k1');
    const first = await startVault({ masterKeys: key });
    const token = (await first.enter()).body.token as string;
    const second = await first.restart(newKey('k2'));
    const reply = await second.asWorker('/v1/forward', template(token, names().reference));
    expect(reply).toMatchObject({ status: 503, body: { error: { code: 'card_number_unreadable' } } });
    const third = await second.restart(key);
    expect((await third.asWorker('/v1/forward', template(token, 'r'))).body.error.code).toBe(
      'card_number_taken',
    );
    await third.close();
  });
});
