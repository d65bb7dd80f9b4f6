import { DECLINE_CODES } from '../../domain/declines';
import { AS_SCRIPTED } from '../testing/scripted-line';
import { acquirerContract } from './acquirer.contract';
import type { AcquirerSubject } from '../testing/acquirer-subject';
import { createAcquirer } from './acquirers';
import { FakeAcquirer } from './fake-acquirer';

async function makeSubject(): Promise<AcquirerSubject> {
  const acquirer = createAcquirer({ kind: 'fake', name: 'fake' }) as FakeAcquirer;
  const referenceIn = (url: string) => decodeURIComponent(url.split('/').pop() ?? '');
  return {
    acquirer,
    token: async (card) => `tok_${card}`,
    fault: (fault, call) => acquirer.script(call, AS_SCRIPTED[fault]),
    commits: async (reference) =>
      acquirer.books.operations.filter((done) => done.reference === reference && !done.declined).length,
    callback: async (reference, { ageSeconds = 0, forged = false } = {}) =>
      acquirer.makeCallback(reference, Date.now() - ageSeconds * 1000, forged ? 'guessed' : undefined),
    formToken: async () => 'tok_from_form',
    unknownFormToken: 'tok_unknown_1',
    payer: {
      approve: async (url) => acquirer.pay(referenceIn(url)),
      cancel: async (url) => acquirer.pay(referenceIn(url), 'cancelled_by_payer'),
    },
    close: () => acquirer.close(),
  };
}

acquirerContract(
  'fake',
  { declines: DECLINE_CODES, idempotent: true, pages: true, limitsRefunds: true },
  makeSubject,
);

describe('fake acquirer', () => {
  const order = { reference: 'r1', amount: { value: 100, currency: 'EUR' }, token: 'tok_ok', capture: true };

  test('without idempotency a repeated charge is a second charge', async () => {
    const acquirer = new FakeAcquirer({ name: 'fake', idempotent: false });
    await acquirer.authorise(order);
    await acquirer.authorise(order);
    expect(acquirer.books.operations).toHaveLength(2);
    expect(acquirer.calls.authorise).toBe(2);
  });

  test('a delayed charge is made after its caller has given up', async () => {
    const acquirer = new FakeAcquirer({ name: 'fake', timeoutMs: 5 });
    acquirer.script('authorise', { kind: 'delay', ms: 40 });
    expect(await acquirer.authorise(order)).toEqual({ kind: 'unknown', reason: 'timeout' });
    expect(await acquirer.inquireAuthorisation('r1')).toEqual({ kind: 'absent' });
    while ((await acquirer.inquireAuthorisation('r1')).kind === 'absent') {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await acquirer.inquireAuthorisation('r1')).toMatchObject({ kind: 'succeeded' });
  });

  test('while it is out nothing gets through', async () => {
    const acquirer = new FakeAcquirer({ name: 'fake' });
    acquirer.isOut = true;
    expect(await acquirer.probe()).toBe('down');
    expect(await acquirer.authorise(order)).toEqual({ kind: 'unknown', reason: 'connection_lost' });
    acquirer.isOut = false;
    expect(await acquirer.inquireAuthorisation('r1')).toEqual({ kind: 'absent' });
  });

  test('a scripted fault hits as many calls as ordered', async () => {
    const acquirer = new FakeAcquirer({ name: 'fake' });
    acquirer.script('*', { kind: 'serverError' }, 2);
    const kinds = [];
    for (let call = 0; call < 3; call += 1) kinds.push((await acquirer.authorise(order)).kind);
    expect(kinds).toEqual(['unknown', 'unknown', 'succeeded']);
  });
});
