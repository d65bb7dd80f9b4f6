import { MockActivityEnvironment } from '@temporalio/testing';
import { FreshIntents } from '../client/handoff';
import { WORKFLOW_ACTOR } from '../domain/actors';
import type { HostedPageSource, PaymentOrder } from '../domain/orders';
import { received } from '../domain/payments';
import type { Fact, PaymentState } from '../domain/payments';
import { referenceOf } from '../domain/steps';
import { FakeAcquirer } from '../gateways/acquirer/fake-acquirer';
import { FakeBiller } from '../gateways/biller/fake-biller';
import { openTestStore } from '../store/testing/database';
import type { TestStore } from '../store/testing/database';
import { anOrder, aRequest, intentFor } from '../store/testing/fixtures';
import { log } from './log';
import { releaseLateResult } from './pages';
import type { PageDeps } from './pages';

const SCRIPTED = { name: 'sandbox', absentAfterMs: 0, timeoutMs: 200 };

let db: TestStore;
let acquirer: FakeAcquirer;
let deps: PageDeps;
beforeAll(async () => {
  db = await openTestStore();
  acquirer = new FakeAcquirer(SCRIPTED);
  deps = {
    payments: db.store.payments,
    cards: db.store.cards,
    freshIntents: new FreshIntents(),
    answers: { publish: () => undefined },
    acquirer: () => acquirer,
    newCardId: () => 'card_1',
    now: Date.now,
  };
});
afterAll(() => db.close());

const write = (order: PaymentOrder, from: PaymentState, fact: Fact): Promise<PaymentState> =>
  new MockActivityEnvironment().run(() => log(deps, order, from, fact, WORKFLOW_ACTOR));

/** Taken back when its payer had just paid; the release was sent, and not heard of. */
async function takenBack(): Promise<{ order: PaymentOrder; known: PaymentState }> {
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const source: HostedPageSource = { type: 'hosted_page', saveCard: false, expiresAt };
  const order = anOrder({ source });
  const first = intentFor(order, 'open_page', 'ready');
  await db.store.payments.receive(order, { ...aRequest(order), first });
  const reference = referenceOf(order.id, 'open_page');
  const urls = { returnUrl: 'https://till.example/r', callbackUrl: 'https://till.example/c' };
  const opened = await acquirer.openPage({ reference, amount: order.amount, ...source, ...urls });
  if (opened.kind !== 'succeeded') throw new Error(opened.kind);
  const page = await write(order, received(), { type: 'page_opened', ...opened.value });
  acquirer.pay(reference);
  const known = await write(order, page, { type: 'cancelled', actor: { kind: 'channel', id: 'shop' } });
  await write(order, known, { type: 'attention_raised', reason: 'late_authorisation_not_released' });
  await db.store.payments.claim(order.id, 'release', referenceOf(order.id, 'release'));
  return { order, known };
}

it('looks for a late result until that is let go, though the store may know more than the workflow', async () => {
  const { order, known: state } = await takenBack();
  const biller = new FakeBiller(SCRIPTED);
  const look = () =>
    new MockActivityEnvironment().run(() =>
      releaseLateResult(deps, { order, state, acquirer, biller, now: Date.now }),
    );
  acquirer.script('inquire', { kind: 'serverError' });
  expect(await look()).toMatchObject({ over: false, state: { status: 'cancelled' } });
  expect(await look()).toMatchObject({ over: true, state: { status: 'cancelled' } });
  const released = acquirer.books.operations.filter(({ kind }) => kind === 'release');
  expect(released).toHaveLength(1);
});
