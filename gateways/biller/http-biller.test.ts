import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox } from '../../sandbox/sandbox';
import { DEFAULT_SECRETS } from '../../sandbox/secrets';
import { TestClient } from '../../sandbox/test-client';
import { startFaultyProxy } from '../testing/faulty-proxy';
import { billerContract, type FaultyCall } from './biller.contract';
import { createBiller } from './billers';

const CALLS: Record<FaultyCall, RegExp> = {
  identify: /^GET .*\/accounts\?/,
  register: /^POST .*\/registrations$/,
  inquire: /^GET .*\/operations\//,
  reverse: /^POST .*\/reversals$/,
};

billerContract('http, against the sandbox', async () => {
  const sandbox = await startSandbox();
  const client = new TestClient(sandbox);
  const proxy = await startFaultyProxy(sandbox.url);
  const owing = { msisdn: '+35799123456', accountId: 'owing-1', currency: 'EUR', balance: -500 };
  await client.control('POST', '/accounts', owing);
  const biller = createBiller({
    kind: 'http',
    name: 'billing',
    url: `${proxy.url}/biller`,
    secret: DEFAULT_SECRETS.biller,
    timeoutMs: 1500,
  });
  return {
    biller,
    active: {
      ref: { by: 'msisdn', value: owing.msisdn },
      accountId: owing.accountId,
      balance: owing.balance,
    },
    closed: { by: 'msisdn', value: '+35799000099' },
    missing: { by: 'msisdn', value: '+35722000000' },
    fault: (fault, call) => proxy.fault(fault, CALLS[call]),
    commits: async (reference) => {
      const operations = await client.operations(reference);
      const wentWell = (status: string) => status === 'registered' || status === 'reversed';
      return operations.filter((done) => done.reference === reference && wentWell(done.status)).length;
    },
    close: async () => {
      await biller.close();
      await proxy.close();
      await sandbox.close();
    },
  };
});

describe('a biller that is set up wrongly is unknown, never a refusal that would give the money back', () => {
  const request = {
    reference: 'pay_1.credit',
    account: { by: 'msisdn', value: '+35799000001' },
    amount: { value: 1050, currency: 'EUR' },
    paidAt: '2026-01-31T12:00:00Z',
    channel: 'self-care',
  } as const;

  test.each([404, 405, 413, 422])('a %d of a proxy on the way', async (status) => {
    const door = createServer((_request, response) =>
      response.writeHead(status).end('{"error":{"code":"x"}}'),
    );
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
    const biller = createBiller({ kind: 'http', name: 'behind', url, secret: 's' });
    expect(await biller.register(request)).toEqual({ kind: 'unknown', reason: 'server_error' });
    const reversal = { reference: 'b', registration: 'a', amount: request.amount };
    expect(await biller.reverse(reversal)).toMatchObject({ kind: 'unknown' });
    expect(await biller.identify(request.account)).toMatchObject({ kind: 'unknown' });
    await biller.close();
    door.closeAllConnections();
    door.close();
  });

  test.each([
    ['a wrong secret', '/biller', 'wrong'],
    ['a wrong address', '/elsewhere', DEFAULT_SECRETS.biller],
  ])('%s', async (_what, path, secret) => {
    const sandbox = await startSandbox();
    const biller = createBiller({ kind: 'http', name: 'wrong', url: sandbox.url + path, secret });
    expect(await biller.register(request)).toEqual({ kind: 'unknown', reason: 'server_error' });
    expect(await biller.inquire('pay_1.credit')).toMatchObject({ kind: 'unknown' });
    expect(await biller.identify(request.account)).toMatchObject({ kind: 'unknown' });
    await biller.close();
    await sandbox.close();
  });
});
