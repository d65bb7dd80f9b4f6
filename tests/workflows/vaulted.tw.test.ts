import type { temporal } from '@temporalio/proto';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import { FakeVault } from '../../gateways/vault/fake-vault';
import { eventually } from '../support/eventually';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterEach(() => {
  world.acquirer.clearScript();
  jest.restoreAllMocks();
});
afterAll(() => world.close());

const olga = { kind: 'user', id: 'olga' } as const;
let tokens = 0;

/** A payment that waits for the line, under way. */
async function waiting(vaultToken = `vlt_${++tokens}`): Promise<PaymentOrder> {
  const order = await world.vaultedOrder(vaultToken);
  await world.client.start(order, { fresh: false, waitMs: 0 });
  return order;
}

const stateOf = async ({ id }: PaymentOrder): Promise<PaymentState> =>
  (await world.store.payments.get(id))!.state;
const itsTurn = async (order: PaymentOrder): Promise<void> =>
  world.client.dispatch(order, await stateOf(order));
const end = (order: PaymentOrder): Promise<PaymentState> =>
  world.environment.client.workflow.getHandle(order.id).result() as Promise<PaymentState>;

/** How often the vault was told to erase a payment's number, with what was known of the funding each time. */
function watchErasures(order: PaymentOrder): string[] {
  const seen: string[] = [];
  jest.spyOn(world.vault, 'erase').mockImplementation(async (token, ...more) => {
    seen.push(`${token} ${more[0]} ${(await stateOf(order)).funding.status}`);
    return FakeVault.prototype.erase.call(world.vault, token, ...more);
  });
  return seen;
}

const tokenOf = ({ source }: PaymentOrder): string =>
  source.type === 'vaulted_card' ? source.vaultToken : 'none';

function scheduled({ events }: temporal.api.history.v1.IHistory): (string | null | undefined)[] {
  const tasks = events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name) ?? [];
  return tasks.filter((name) => name !== undefined);
}

test('SWI-8 a card number in the vault waits for the line, is sent once when its turn comes, and erased', async () => {
  const sent = jest.spyOn(world.acquirer, 'authorise');
  const order = await waiting();
  const erasures = watchErasures(order);
  await world.environment.sleep('2 days');
  expect([world.books(order).charges, erasures]).toEqual([0, []]);
  await Promise.all([itsTurn(order), itsTurn(order)]);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
  expect(sent.mock.calls.map(([{ token, vaultToken }]) => [token, vaultToken])).toEqual([
    [undefined, tokenOf(order)],
  ]);
  expect(erasures).toEqual([`${tokenOf(order)} ${order.id}.fund succeeded`]);
  expect(await world.facts(order)).toEqual([
    'received',
    'dispatched',
    'funding_succeeded',
    'crediting_succeeded',
  ]);
  expect(await world.store.ledger.check()).toMatchObject({ balanced: true, problems: [] });
});

test('it is sent where the vault can be reached, never by the process that happens to host the workflow', async () => {
  const order = await waiting();
  await itsTurn(order);
  await end(order);
  const history = await world.environment.client.workflow.getHandle(order.id).fetchHistory();
  expect(scheduled(history)).toEqual(['note', 'fund', 'eraseCard']);
});

test('SWI-8 one that is cancelled is never sent, and erased', async () => {
  const sent = jest.spyOn(world.acquirer, 'authorise');
  const order = await waiting();
  expect(await world.client.cancel(order.id, olga)).toMatchObject({ status: 'cancelled' });
  expect(await end(order)).toMatchObject({ status: 'cancelled' });
  expect(sent).not.toHaveBeenCalled();
  expect(world.vault.erased).toContain(tokenOf(order));
});

test('one that is refused is erased', async () => {
  const order = await waiting('vlt_insufficient_funds');
  await itsTurn(order);
  expect(await end(order)).toMatchObject({
    status: 'declined',
    funding: { status: 'declined', code: 'insufficient_funds' },
  });
  expect(world.vault.erased).toContain(tokenOf(order));
});

test('SWI-8 a number whose time in the vault was over before the line came back is a decline', async () => {
  const order = await waiting('vlt_unknown');
  await world.environment.sleep('4 days');
  await itsTurn(order);
  expect(await end(order)).toMatchObject({
    status: 'declined',
    funding: { status: 'declined', code: 'card_unknown' },
  });
  expect(world.books(order)).toMatchObject({ charges: 0, registrations: 0 });
});

test.each([true, false])(
  'SWI-8 one whose answer was lost is charged once, and kept until that is known (idempotent: %p)',
  async (idempotent) => {
    world.acquirer.books.idempotent = idempotent;
    const order = await waiting();
    const erasures = watchErasures(order);
    world.acquirer.script('authorise', { kind: 'dropAfter' });
    world.acquirer.script('inquireAuthorisation', { kind: 'serverError' }, 3);
    await itsTurn(order);
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
    expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
    expect(await world.facts(order)).toContain('funding_unknown');
    expect(erasures).toEqual([`${tokenOf(order)} ${order.id}.fund succeeded`]);
    world.acquirer.books.idempotent = true;
  },
);

test('SWI-8 while the vault is away nothing is declined, sent twice or forgotten', async () => {
  const order = await waiting();
  world.acquirer.script('authorise', { kind: 'dropBefore' }, 3);
  world.vault.script({ kind: 'serverError' }, 5);
  await itsTurn(order);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toMatchObject({ charges: 1, registrations: 1 });
  expect(world.vault.erased.filter((token) => token === tokenOf(order))).toHaveLength(1);
});

test('the account is credited while the vault has not erased the number yet', async () => {
  const order = await waiting();
  jest.spyOn(world.vault, 'erase').mockImplementation(async (token, ...more) => {
    await eventually(async () => expect(await stateOf(order)).toMatchObject({ status: 'succeeded' }));
    return FakeVault.prototype.erase.call(world.vault, token, ...more);
  });
  await itsTurn(order);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.vault.erased).toContain(tokenOf(order));
});
