import { FakeAcquirer } from './fake-acquirer';
import { watchedAcquirer } from './watched-acquirer';

const AMOUNT = { value: 1050, currency: 'EUR' };

test('tells after each call whether it brought an outcome', async () => {
  const acquirer = new FakeAcquirer({ name: 'acme', absentAfterMs: 0, timeoutMs: 50 });
  const heard: string[] = [];
  const watched = watchedAcquirer(acquirer, {
    answered: (name) => heard.push(`${name} answered`),
    failed: (name) => heard.push(`${name} failed`),
  });
  acquirer.script('authorise', { kind: 'serverError' });
  const charge = { reference: 'r1', amount: AMOUNT, token: 'tok_visa', capture: true };
  expect(await watched.authorise(charge)).toMatchObject({ kind: 'unknown' });
  expect(await watched.authorise({ ...charge, reference: 'r2' })).toMatchObject({ kind: 'succeeded' });
  expect(await watched.inquireAuthorisation('never')).toMatchObject({ kind: 'absent' });
  expect(heard).toEqual(['acme failed', 'acme answered']);
});

test('has every way of the acquirer that it watches', () => {
  const acquirer = new FakeAcquirer({ name: 'acme', absentAfterMs: 0, timeoutMs: 50 });
  const watched = watchedAcquirer(acquirer, { answered: () => undefined, failed: () => undefined });
  const interfaceOf = Object.getOwnPropertyNames(FakeAcquirer.prototype).filter((name) => name in watched);
  expect(interfaceOf).toEqual(
    expect.arrayContaining(['probe', 'authorise', 'capture', 'release', 'refund', 'openPage', 'inquire']),
  );
});
