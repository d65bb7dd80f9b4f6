import { randomBytes } from 'node:crypto';
import type { ClientOptionsForTestEnv, TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { ulid } from 'ulid';
import { parsePayloadKeys } from '../../client/codec';
import { dataConverterWith } from '../../client/data-converter';
import type { TemporalPayments } from '../../client/payments-client';
import type { TemporalRefunds } from '../../client/refunds-client';
import { DEFAULT_OPERATING_SETTINGS, withChanges } from '../../domain/operating-settings';
import type { SettingsChanges } from '../../domain/operating-settings';
import type { HostedPageSource, PaymentOrder, RegisteredCardSource } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import type { RefundOrder } from '../../domain/refunds';
import { firstStepOf, referenceOf } from '../../domain/steps';
import { FakeAcquirer } from '../../gateways/acquirer/fake-acquirer';
import { FakeBiller } from '../../gateways/biller/fake-biller';
import { FakeVault } from '../../gateways/vault/fake-vault';
import type { Store } from '../../store/interfaces/store';
import { createStore } from '../../store/store';
import { BILLER } from '../../workers/gateways';
import { createLineWorker, ensureLines } from '../../workers/lines';
import type { LineClock } from '../../workers/lines';
import { composePayments } from '../../workers/payments';
import { readSettings } from '../../workers/settings';
import { freshDatabase } from '../harness/database';
import type { TestDatabase } from '../harness/database';
import { timeSkippingEnvironment } from '../harness/time-skipping';

/** The payment workflow with its real activities, client, codec and database; only the outside world and the clock are fakes. */
export interface World {
  environment: TestWorkflowEnvironment;
  store: Store;
  acquirer: FakeAcquirer;
  biller: FakeBiller;
  vault: FakeVault;
  client: TemporalPayments;
  refunds: TemporalRefunds;
  /** A registered card unless told otherwise; kept in the store as the API would. */
  order(source?: Partial<RegisteredCardSource>, changes?: Partial<PaymentOrder>): Promise<PaymentOrder>;
  pageOrder(changes?: Partial<PaymentOrder> & { openFor?: number }): Promise<PaymentOrder>;
  /** Batched, with a card number in the vault. */
  vaultedOrder(vaultToken: string): Promise<PaymentOrder>;
  /** How often something was really done outside for a payment: the only count of "once" that matters. */
  books(order: PaymentOrder): Books;
  /** What the log says, in order. */
  facts(order: PaymentOrder): Promise<string[]>;
  /** Changes the operating settings. */
  operate(changes: SettingsChanges): void;
  /** A payment that has run to its good end, and a request to give some of it back, all where not told. */
  refund(changes?: Partial<RefundOrder>, of?: PaymentOrder): Promise<RefundOrder>;
  /** Watches the acquirer's line from now on. The clock skips nothing by itself then, as the watch never ends. */
  watchLine(clock?: Partial<LineClock>): Promise<void>;
  /** Runs a payment to its end. */
  run(order: PaymentOrder): Promise<PaymentState>;
  close(): Promise<void>;
}

export interface Books {
  charges: number;
  captures: number;
  releases: number;
  refunds: number;
  registrations: number;
}

const CARD: RegisteredCardSource = { type: 'card', cardId: 'card_1', token: 'tok_visa' };

/** Payloads are encrypted with keys made for this world, and time is skipped, unless told. */
export async function makeWorld(
  keys = `test:${randomBytes(32).toString('base64')}`,
  open: (client: ClientOptionsForTestEnv) => Promise<TestWorkflowEnvironment> = (client) =>
    timeSkippingEnvironment({ client }),
): Promise<World> {
  const [environment, database] = await Promise.all([
    open({ dataConverter: dataConverterWith(parsePayloadKeys(keys)) }),
    freshDatabase(),
  ]);
  const settings = readSettings({ DATABASE_URL: database.url, PAYLOAD_KEYS: keys });
  const store = createStore({ databaseUrl: database.url, poolSize: 4 });
  const acquirer = new FakeAcquirer({ name: 'sandbox', absentAfterMs: 0, timeoutMs: 200 });
  const biller = new FakeBiller({ name: BILLER, absentAfterMs: 0, timeoutMs: 200 });
  const { client } = environment;
  const engine = { connection: environment.nativeConnection, client, close: async () => {} };
  const vault = new FakeVault();
  const gateways = {
    acquirers: new Map([['sandbox', acquirer]]),
    billers: new Map([[BILLER, biller]]),
    vault,
  };
  let operating = DEFAULT_OPERATING_SETTINGS;
  const all = { settings, engine, store, ...gateways, operating: () => operating };
  const payments = composePayments(all, false);
  const worker = await payments.createWorker({ remoteToo: true });
  const workers = [{ worker, working: worker.run() }];
  const { client: paymentsClient, refunds } = payments;
  const parts = { environment, store, acquirer, biller, client: paymentsClient, refunds };
  return {
    vault,
    ...parts,
    ...ordering(parts),
    ...looking(parts),
    refund: (changes, of) => requestRefund({ ...parts, ...ordering(parts) }, changes, of),
    watchLine: async (clock) => {
      const lines = await createLineWorker(all, payments, clock);
      workers.push({ worker: lines, working: lines.run() });
      await ensureLines(all);
    },
    operate: (changes) => void (operating = withChanges(operating, changes)),
    close: () => close(workers, parts, database),
  };
}

type Parts = Pick<World, 'environment' | 'store' | 'acquirer' | 'biller' | 'client' | 'refunds'>;

function ordering({
  environment,
  store,
  client,
}: Parts): Pick<World, 'order' | 'pageOrder' | 'vaultedOrder' | 'run'> {
  const receive = async (order: PaymentOrder): Promise<PaymentOrder> => {
    const step = firstStepOf(order);
    const first = { step, reference: referenceOf(order.id, step), status: 'ready' } as const;
    const actor = { kind: 'channel', id: order.channel } as const;
    await store.payments.receive(order, { idempotencyKey: order.id, requestHash: order.id, actor, first });
    return order;
  };
  return {
    order: (source, changes) => receive(orderOf({ ...CARD, ...source }, changes)),
    pageOrder: async ({ openFor = 1_800_000, ...changes } = {}) => {
      const expiresAt = new Date((await environment.currentTimeMs()) + openFor).toISOString();
      const source: HostedPageSource = { type: 'hosted_page', saveCard: false, expiresAt };
      return receive(orderOf(source, changes));
    },
    vaultedOrder: (vaultToken) =>
      receive(orderOf({ type: 'vaulted_card', vaultToken, brand: 'visa', last4: '4242' }, { batched: true })),
    run: async (order) => {
      await client.start(order, { fresh: true, waitMs: 0 });
      return environment.client.workflow.getHandle(order.id).result() as Promise<PaymentState>;
    },
  };
}

function looking({ store, acquirer, biller }: Parts): Pick<World, 'books' | 'facts'> {
  return {
    books: ({ id }) => {
      const mine = acquirer.books.operations.filter((one) => one.reference.startsWith(id) && !one.declined);
      const count = (kind: string): number => mine.filter((one) => one.kind === kind).length;
      return {
        charges: count('authorise'),
        captures: count('capture'),
        releases: count('release'),
        refunds: count('refund'),
        registrations: biller.registrations.filter((one) => one.reference.startsWith(id) && !one.refused)
          .length,
      };
    },
    facts: async ({ id }) => (await store.payments.facts(id)).map(({ fact }) => fact.type),
  };
}

function orderOf(source: PaymentOrder['source'], changes: Partial<PaymentOrder> = {}): PaymentOrder {
  return {
    id: `pay_${ulid()}`,
    amount: { value: 1050, currency: 'EUR' },
    account: { by: 'msisdn', value: '+35799000001' },
    source,
    acquirer: 'sandbox',
    biller: BILLER,
    channel: 'selfcare',
    createdAt: new Date().toISOString(),
    ...changes,
  };
}

async function requestRefund(
  { environment, store, order, run }: Pick<World, 'environment' | 'store' | 'order' | 'run'>,
  changes: Partial<RefundOrder> = {},
  of?: PaymentOrder,
): Promise<RefundOrder> {
  const payment = of ?? (await order());
  if (!of) await run(payment);
  const { state } = (await store.payments.get(payment.id))!;
  const now = await environment.currentTimeMs();
  const at = (milliseconds: number): string => new Date(now + milliseconds).toISOString();
  const refund: RefundOrder = {
    id: `rfd_${ulid()}`,
    paymentId: payment.id,
    amount: payment.amount,
    reason: 'paid by mistake',
    askedBy: { kind: 'user', id: 'olga' },
    channel: payment.channel,
    acquirer: payment.acquirer,
    biller: payment.biller,
    authorisationId: state.funding.externalId,
    escalateAt: at(24 * 3_600_000),
    expiresAt: at(7 * 24 * 3_600_000),
    createdAt: at(0),
    ...changes,
  };
  const requested = await store.refunds.request(refund, refund.id);
  if (requested.kind !== 'new') throw new Error(`the refund is ${requested.kind}`);
  return refund;
}

async function close(
  workers: { worker: Worker; working: Promise<void> }[],
  { environment, store }: Parts,
  database: TestDatabase,
) {
  for (const { worker } of workers) worker.shutdown();
  await Promise.all(workers.map(({ working }) => working));
  await store.close();
  await environment.teardown();
  await database.drop();
}
