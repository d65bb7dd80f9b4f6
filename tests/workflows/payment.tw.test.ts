import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import { referenceOf } from '../../domain/steps';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

async function inStore(order: PaymentOrder): Promise<PaymentState> {
  return (await world.store.payments.get(order.id))!.state;
}

const ONCE = { charges: 1, captures: 0, releases: 0, refunds: 0, registrations: 1 };

describe('a registered card', () => {
  test('pays: charged once, credited once, and the store says what the workflow says', async () => {
    const order = await world.order();
    const end = await world.run(order);
    expect(end).toMatchObject({ status: 'succeeded', version: 3 });
    expect(world.books(order)).toEqual(ONCE);
    expect(await inStore(order)).toEqual(end);
    expect(await world.facts(order)).toEqual(['received', 'funding_succeeded', 'crediting_succeeded']);
  });

  test.each(['insufficient_funds', 'card_expired', 'suspected_fraud'])('is declined: %s', async (code) => {
    const order = await world.order({ token: `tok_${code}` });
    expect(await world.run(order)).toMatchObject({
      status: 'declined',
      funding: { status: 'declined', code },
    });
    expect(world.books(order)).toMatchObject({ charges: 0, registrations: 0 });
  });

  test('is not charged when the biller does not know the account', async () => {
    const order = await world.order({}, { account: { by: 'account', value: 'unknown-1' } });
    expect(await world.run(order)).toMatchObject({
      status: 'declined',
      funding: { code: 'account_not_found' },
    });
    expect(world.acquirer.books.latest(referenceOf(order.id, 'fund'))).toBeUndefined();
  });

  test.each(['dropAfter', 'malformed'] as const)(
    'is asked about, not charged again, after %s',
    async (kind) => {
      const order = await world.order();
      world.acquirer.script('authorise', { kind });
      expect(await world.run(order)).toMatchObject({ status: 'succeeded' });
      expect(world.books(order)).toEqual(ONCE);
      expect(await world.facts(order)).toContain('funding_unknown');
    },
  );

  test.each(['dropBefore', 'serverError'] as const)(
    'is sent again only when never seen, after %s',
    async (kind) => {
      const order = await world.order();
      world.acquirer.script('authorise', { kind });
      expect(await world.run(order)).toMatchObject({ status: 'succeeded' });
      expect(world.books(order)).toEqual(ONCE);
    },
  );

  test('is declined, not charged late, when it never arrived and its payer will not wait', async () => {
    const order = await world.order({}, { createdAt: new Date(Date.now() - 600_000).toISOString() });
    world.acquirer.script('authorise', { kind: 'dropBefore' });
    expect(await world.run(order)).toMatchObject({
      status: 'declined',
      funding: { code: 'acquirer_unavailable' },
    });
    expect(world.books(order)).toMatchObject({ charges: 0 });
  });

  test('whose acquirer honours no idempotency keys is charged once all the same', async () => {
    world.acquirer.books.idempotent = false;
    const order = await world.order();
    world.acquirer.script('authorise', { kind: 'dropAfter' });
    world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 3);
    expect(await world.run(order)).toMatchObject({ status: 'succeeded' });
    expect(world.books(order)).toEqual(ONCE);
    world.acquirer.books.idempotent = true;
  });
});

describe('crediting', () => {
  test.each(['dropAfter', 'dropBefore', 'serverError', 'malformed'] as const)(
    'survives %s, once',
    async (kind) => {
      const order = await world.order();
      world.biller.script('register', { kind });
      expect(await world.run(order)).toMatchObject({ status: 'succeeded' });
      expect(world.books(order)).toEqual(ONCE);
    },
  );

  test('refused for good gives the card its money back', async () => {
    const order = await world.order();
    world.biller.script('register', { kind: 'decline', code: 'account_closed' });
    expect(await world.run(order)).toMatchObject({
      status: 'reversed',
      crediting: { status: 'declined', code: 'account_closed' },
      reversal: { status: 'succeeded' },
    });
    expect(world.books(order)).toMatchObject({ charges: 1, refunds: 1, registrations: 0 });
  });

  test('refused, with a lost answer to the refund, gives it back once', async () => {
    const order = await world.order();
    world.biller.script('register', { kind: 'decline', code: 'account_closed' });
    world.acquirer.script('refund', { kind: 'dropAfter' });
    expect(await world.run(order)).toMatchObject({ status: 'reversed' });
    expect(world.books(order)).toMatchObject({ refunds: 1 });
  });

  test('a biller that is down for hours is credited when it is back', async () => {
    const order = await world.order();
    world.biller.script('register', { kind: 'dropBefore' }, 6);
    expect(await world.run(order)).toMatchObject({ status: 'succeeded' });
    expect(world.books(order)).toEqual(ONCE);
  });
});

test('nothing but what happened is in the ledger, and it sums to zero', async () => {
  expect(await world.store.ledger.check()).toMatchObject({ balanced: true, problems: [] });
});
