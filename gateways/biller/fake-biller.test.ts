import { AS_SCRIPTED } from '../testing/scripted-line';
import { billerContract } from './biller.contract';
import { createBiller } from './billers';
import { FakeBiller } from './fake-biller';

billerContract('fake', async () => {
  const ref = { by: 'msisdn', value: '+35799000001' } as const;
  const owing = { ref, accountId: '1000001', status: 'active', currency: 'EUR', balance: -500 } as const;
  const biller = createBiller({ kind: 'fake', name: 'fake', accounts: [owing] }) as FakeBiller;
  return {
    biller,
    active: { ref, accountId: '1000001', balance: -500 },
    closed: { by: 'msisdn', value: '+35799000099' },
    missing: { by: 'account', value: 'unknown-0' },
    fault: (fault, call) => biller.script(call, AS_SCRIPTED[fault]),
    commits: async (reference) => {
      const { registrations, reversals } = biller;
      return [...registrations, ...reversals].filter((done) => done.reference === reference && !done.refused)
        .length;
    },
    close: () => biller.close(),
  };
});

test('without idempotency a repeated registration is a second credit', async () => {
  const biller = new FakeBiller({ name: 'fake', idempotent: false });
  const request = {
    reference: 'r1',
    account: { by: 'msisdn', value: '+35799000001' },
    amount: { value: 100, currency: 'EUR' },
    paidAt: '2026-01-31T12:00:00Z',
    channel: 'self-care',
  } as const;
  await biller.register(request);
  await biller.register(request);
  expect(biller.registrations).toHaveLength(2);
  expect(biller.calls.register).toBe(2);
});
