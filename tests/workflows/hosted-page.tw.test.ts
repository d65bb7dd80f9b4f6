import { setTimeout as delay } from 'node:timers/promises';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import { INQUIRY_SCHEDULE } from '../../domain/schedules';
import { referenceOf } from '../../domain/steps';
import { eventually } from '../support/eventually';
import { makeLong } from '../support/long-history';
import { makeWorld } from './world';
import type { World } from './world';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const minute = 60_000;
const payer = { kind: 'channel', id: 'selfcare' } as const;
const pageOf = (order: PaymentOrder): string => referenceOf(order.id, 'open_page');
const PAID = { charges: 1, captures: 1, releases: 0, refunds: 0, registrations: 1 };

/** Opens the page and gives the payer's side of it. */
async function open(changes?: Parameters<World['pageOrder']>[0]): Promise<PaymentOrder> {
  const order = await world.pageOrder(changes);
  const answer = await world.client.start(order, { fresh: true, waitMs: 20_000 });
  const now = answer ?? (await world.store.payments.get(order.id))!.state;
  expect(now).toMatchObject({ status: 'awaiting_payer', page: { url: expect.stringContaining(order.id) } });
  return order;
}

const end = (order: PaymentOrder): Promise<PaymentState> => world.run(order);

test('a payer who pays is charged and credited once', async () => {
  const order = await open();
  world.acquirer.pay(pageOf(order));
  await world.client.news(order.id);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toEqual(PAID);
  expect(await world.facts(order)).toEqual([
    'received',
    'page_opened',
    'payer_authorised',
    'funding_succeeded',
    'crediting_succeeded',
  ]);
});

test('return and callback may come in any order, twice, and before the payer is done', async () => {
  const order = await open();
  await world.client.news(order.id);
  await world.client.news(order.id);
  world.acquirer.pay(pageOf(order));
  await world.client.news(order.id);
  await world.client.news(order.id);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(await world.client.news(order.id)).toBe(false);
  expect(world.books(order)).toEqual(PAID);
});

test('a payer who paid is found when the page is closed, though no news ever came', async () => {
  const order = await open();
  world.acquirer.pay(pageOf(order));
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toEqual(PAID);
});

test('an abandoned page expires by itself, and nothing is charged', async () => {
  const order = await open({ openFor: 10 * minute });
  expect(await end(order)).toMatchObject({ status: 'expired' });
  expect(world.books(order)).toMatchObject({ charges: 0, captures: 0, registrations: 0 });
});

test('a result that comes after the page was closed is let go, not captured', async () => {
  const order = await open({ openFor: minute });
  // The page can't be closed at the acquirer, whose payer finishes later.
  world.acquirer.script('expirePage', { kind: 'serverError' }, 1000);
  const ended = end(order);
  await untilStatus(order, 'expired');
  world.acquirer.pay(pageOf(order));
  world.acquirer.clearScript();
  expect(await ended).toMatchObject({ status: 'expired' });
  expect(world.books(order)).toEqual({ charges: 1, captures: 0, releases: 1, refunds: 0, registrations: 0 });
  expect(await world.facts(order)).toContain('late_authorisation_released');
});

test('a refusal on the page is final', async () => {
  const order = await open();
  world.acquirer.pay(pageOf(order), 'do_not_honour');
  await world.client.news(order.id);
  expect(await end(order)).toMatchObject({ status: 'declined', funding: { code: 'do_not_honour' } });
});

test('it can be cancelled while it waits for its payer, and not afterwards', async () => {
  const order = await open();
  expect(await world.client.cancel(order.id, payer)).toMatchObject({ status: 'cancelled' });
  expect(await end(order)).toMatchObject({ status: 'cancelled' });
  expect(world.books(order)).toMatchObject({ charges: 0, captures: 0 });
  await expect(world.client.cancel(order.id, payer)).rejects.toMatchObject({ reason: 'not_running' });
});

test('a cancellation wins over a payer who was quicker: what was authorised is let go', async () => {
  const order = await open();
  world.acquirer.pay(pageOf(order));
  expect(await world.client.cancel(order.id, payer)).toMatchObject({ status: 'cancelled' });
  expect(await end(order)).toMatchObject({ status: 'cancelled' });
  expect(world.books(order)).toEqual({ charges: 1, captures: 0, releases: 1, refunds: 0, registrations: 0 });
});

test('a lost answer to the capture is asked about, not captured again', async () => {
  const order = await open();
  world.acquirer.books.idempotent = false;
  world.acquirer.script('capture', { kind: 'dropAfter' });
  world.acquirer.pay(pageOf(order));
  await world.client.news(order.id);
  expect(await end(order)).toMatchObject({ status: 'succeeded' });
  expect(world.books(order)).toEqual(PAID);
  world.acquirer.books.idempotent = true;
});

test('the card is kept for the customer who asked for it, and described, never numbered', async () => {
  const order = await world.pageOrder({ customerId: 'cust-1' });
  if (order.source.type === 'hosted_page') order.source.saveCard = true;
  await world.client.start(order, { fresh: true, waitMs: 20_000 });
  world.acquirer.pay(pageOf(order));
  await world.client.news(order.id);
  expect(await end(order)).toMatchObject({ status: 'succeeded', card: { brand: 'visa', last4: '4242' } });
  const [card] = await world.store.cards.list('cust-1');
  expect(card).toMatchObject({ customerId: 'cust-1', last4: '4242', token: `tok_of_${pageOf(order)}` });
});

test('a page that can not be opened in time is a plain decline', async () => {
  const order = await world.pageOrder({ createdAt: new Date(Date.now() - 600_000).toISOString() });
  world.acquirer.script('openPage', { kind: 'serverError' }, 2);
  expect(await end(order)).toMatchObject({ status: 'declined', funding: { code: 'acquirer_unavailable' } });
});

describe('a page that somebody reloads until its history is too long', () => {
  const runOf = async ({ id }: PaymentOrder): Promise<string> =>
    (await world.environment.client.workflow.getHandle(id).describe()).runId;

  test('starts afresh, and is looked at by and by as before', async () => {
    const order = await open();
    const first = await runOf(order);
    await makeLong(world.environment.client, order.id);
    while ((await runOf(order)) === first) await delay(20);
    const closed = world.acquirer.calls.expirePage;
    world.acquirer.pay(pageOf(order));
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
    // Found by a look, and not by the clock that closes the page.
    expect(world.acquirer.calls.expirePage).toBe(closed);
    expect(world.books(order)).toEqual(PAID);
  });

  test('starts afresh although each look is met by more news', async () => {
    const order = await open();
    const first = await runOf(order);
    const { inquirePage } = world.acquirer;
    jest.spyOn(world.acquirer, 'inquirePage').mockImplementation(async (...page) => {
      if ((await runOf(order)) === first) await world.client.news(order.id);
      return inquirePage.apply(world.acquirer, page);
    });
    await makeLong(world.environment.client, order.id);
    await eventually(async () => expect(await runOf(order)).not.toBe(first));
    jest.restoreAllMocks();
    world.acquirer.pay(pageOf(order));
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
  });

  test('hears what comes while it looks for the last time', async () => {
    world.operate({ retries: { inquiryMs: [60 * minute] } });
    const order = await open();
    const { inquirePage } = world.acquirer;
    const look = jest.spyOn(world.acquirer, 'inquirePage').mockImplementation(async (...page) => {
      const seen = await inquirePage.apply(world.acquirer, page);
      look.mockRestore();
      world.acquirer.pay(pageOf(order));
      await world.client.news(order.id);
      return seen;
    });
    const closed = world.acquirer.calls.expirePage;
    await makeLong(world.environment.client, order.id);
    expect(await end(order)).toMatchObject({ status: 'succeeded' });
    expect(world.acquirer.calls.expirePage).toBe(closed);
    world.operate({ retries: { inquiryMs: INQUIRY_SCHEDULE } });
  });
});

test('the ledger is balanced and agrees with all of these', async () => {
  expect(await world.store.ledger.check()).toMatchObject({ balanced: true, problems: [] });
});

async function untilStatus(order: PaymentOrder, status: PaymentState['status']): Promise<void> {
  while ((await world.store.payments.get(order.id))?.state.status !== status) {
    await delay(20);
  }
}
