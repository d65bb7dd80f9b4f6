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

test('an inquiry that finds what was sent tells that the line works; one that finds nothing tells nothing', async () => {
  const acquirer = new FakeAcquirer({ name: 'acme', absentAfterMs: 0, timeoutMs: 50 });
  const heard: string[] = [];
  const watched = watchedAcquirer(acquirer, {
    answered: () => heard.push('answered'),
    failed: () => heard.push('failed'),
  });
  acquirer.script('authorise', { kind: 'dropAfter' });
  await watched.authorise({ reference: 'r1', amount: AMOUNT, token: 'tok_visa', capture: true });
  await watched.inquireAuthorisation('r1');
  await watched.inquireAuthorisation('never');
  expect(heard).toEqual(['failed', 'answered']);
});

test('of a call by the vault, the vault’s word that the acquirer was silent counts, and its own silence says nothing', async () => {
  const acquirer = new FakeAcquirer({ name: 'acme', absentAfterMs: 0, timeoutMs: 50 });
  const failed = jest.fn();
  const watched = watchedAcquirer(acquirer, { answered: () => undefined, failed });
  acquirer.script('authorise', { kind: 'dropBefore', reason: 'vault_silent' });
  acquirer.script('authorise', { kind: 'dropBefore', reason: 'timeout' });
  const charge = { reference: 'r1', amount: AMOUNT, vaultToken: 'vlt_1', capture: true };
  expect(await watched.authorise(charge)).toMatchObject({ kind: 'unknown' });
  expect(failed).not.toHaveBeenCalled();
  expect(await watched.authorise(charge)).toMatchObject({ kind: 'unknown' });
  expect(failed).toHaveBeenCalledTimes(1);
});

test('has every way of the acquirer that it watches', () => {
  const acquirer = new FakeAcquirer({ name: 'acme', absentAfterMs: 0, timeoutMs: 50 });
  const watched = watchedAcquirer(acquirer, { answered: () => undefined, failed: () => undefined });
  const interfaceOf = Object.getOwnPropertyNames(FakeAcquirer.prototype).filter((name) => name in watched);
  expect(interfaceOf).toEqual(
    expect.arrayContaining(['probe', 'authorise', 'capture', 'release', 'refund', 'openPage', 'inquire']),
  );
});
