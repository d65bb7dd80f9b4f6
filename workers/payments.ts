import { Worker } from '@temporalio/worker';
import { ulid } from 'ulid';
import { createCardActivities } from '../activities/cards';
import { createPaymentActivities } from '../activities/payments';
import { createRefundActivities } from '../activities/refunds';
import { createSweepingActivities } from '../activities/sweeping';
import { FreshIntents, FundingAnswers } from '../client/handoff';
import { LineReports } from '../client/line-reports';
import { reportTrouble } from '../client/lines-client';
import { startReceipt, startRefundNotice } from '../client/notifications-client';
import { TemporalPayments } from '../client/payments-client';
import { TemporalRefunds } from '../client/refunds-client';
import { PAYMENTS_QUEUE } from '../client/task-queues';
import type { OperatingSettings } from '../domain/operating-settings';
import type { RefundOrder } from '../domain/refunds';
import type { Acquirer } from '../gateways/acquirer/acquirer';
import { watchedAcquirer } from '../gateways/acquirer/watched-acquirer';
import type { Biller } from '../gateways/biller/biller';
import type { CardVault } from '../gateways/vault/vault';
import type { Store } from '../store/interfaces/store';
import { workflowCode } from './bundle';
import type { Engine } from './engine';
import { named } from './gateways';
import type { Settings } from './settings';

export interface PaymentParts {
  settings: Settings;
  engine: Engine;
  store: Store;
  acquirers: ReadonlyMap<string, Acquirer>;
  billers: ReadonlyMap<string, Biller>;
  /** Where card numbers keyed in during an outage are erased; workers alone have it. */
  vault?: CardVault;
  /** As they stand when it is called. */
  operating: () => OperatingSettings;
}

export interface Payments {
  client: TemporalPayments;
  refunds: TemporalRefunds;
  /** Makes the worker for payments of this process. `remoteToo: false` leaves the troubled ones to others. */
  createWorker(options: { remoteToo: boolean }): Promise<Worker>;
}

/** What one process needs to start and work on payments: what is handed over inside the process is shared here. */
export function composePayments(parts: PaymentParts, hostsWorker: boolean): Payments {
  const { settings, engine, store, operating } = parts;
  const freshIntents = new FreshIntents();
  const answers = new FundingAnswers();
  const client = new TemporalPayments({
    client: engine.client,
    hostsWorker,
    freshIntents,
    answers,
    operating,
    unclaim: (paymentId, step, attempt) => store.payments.unclaim(paymentId, step, attempt),
  });
  const refundsClient = new TemporalRefunds({ client: engine.client, operating });
  const acquirer = named(watched(parts), 'acquirer');
  const biller = named(parts.billers, 'biller');
  const { payments, refunds, cards } = store;
  const activities = {
    ...createPaymentActivities({
      payments,
      cards,
      freshIntents,
      answers,
      acquirer,
      biller,
      vault: parts.vault,
      startReceipt: (order) => {
        const { texts, retries } = operating();
        return startReceipt(engine.client, order, texts.receipt, retries.deliveryReceiptMs);
      },
      newCardId: () => `card_${ulid()}`,
      publicUrl: settings.PUBLIC_URL,
      now: Date.now,
    }),
    ...createRefundActivities({
      refunds,
      acquirer,
      biller,
      startRefundNotice: (order) => tellPayer(parts, order),
      now: Date.now,
    }),
    ...createCardActivities({ cards, acquirer }),
    ...createSweepingActivities({
      payments,
      refunds,
      restart: (order, state) => client.restart(order, state),
      restartRefund: (order, state) => refundsClient.restart(order, state),
      now: Date.now,
    }),
  };
  const createWorker = ({ remoteToo }: { remoteToo: boolean }): Promise<Worker> =>
    Worker.create({
      connection: engine.connection,
      namespace: settings.TEMPORAL_NAMESPACE,
      dataConverter: engine.client.options.dataConverter,
      taskQueue: PAYMENTS_QUEUE,
      ...workflowCode(),
      activities,
      enableNonLocalActivities: remoteToo,
      // Plenty: an eager start that finds no slot goes through the server's queue, which takes seconds in a burst.
      maxConcurrentWorkflowTaskExecutions: 400,
      maxConcurrentLocalActivityExecutions: 400,
      maxConcurrentActivityTaskExecutions: 100,
      maxCachedWorkflows: 2000,
      shutdownGraceTime: '10s',
    });
  return { client, refunds: refundsClient, createWorker };
}

/** The acquirers, with somebody who hears when one of them does not answer. */
function watched({ acquirers, engine, operating }: PaymentParts): Map<string, Acquirer> {
  const tooMany = (): number => operating().lines.downAfterFailures;
  const reports = new LineReports(tooMany, (acquirer) => reportTrouble(engine.client, acquirer));
  return new Map([...acquirers].map(([name, acquirer]) => [name, watchedAcquirer(acquirer, reports)]));
}

/** Where the receipt went, the news of the refund goes too. */
async function tellPayer({ engine, store, operating }: PaymentParts, order: RefundOrder): Promise<void> {
  const payment = await store.payments.get(order.paymentId);
  if (!payment) throw new Error(`payment ${order.paymentId} is not in the store`);
  if (!payment.order.receipt) return;
  const { texts, retries } = operating();
  await startRefundNotice(engine.client, order, payment.order, texts.refund, retries.deliveryReceiptMs);
}
