import { heartbeat, log } from '@temporalio/activity';
import type { PaymentOrder } from '../domain/orders';
import type { PaymentState } from '../domain/payments';
import type { RefundOrder, RefundState } from '../domain/refunds';
import type { PaymentRecord, PaymentStore } from '../store/interfaces/payments';
import type { RefundRecord, RefundStore } from '../store/interfaces/refunds';

export interface SweepingDeps {
  payments: Pick<PaymentStore, 'stranded'>;
  refunds: Pick<RefundStore, 'stranded'>;
  /** Starts the payment's workflow where none is running; nothing otherwise. */
  restart(order: PaymentOrder, state: PaymentState): Promise<void>;
  /** The same for a refund's. */
  restartRefund(order: RefundOrder, state: RefundState): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** How many are read at a time. */
const PAGE = 200;

export interface Swept {
  looked: number;
  failed: number;
}

export type SweepingActivities = ReturnType<typeof createSweepingActivities>;

export function createSweepingActivities(deps: SweepingDeps) {
  return {
    /**
     * Sees to it that each payment and refund that is not over, or needs a person, has a workflow: one accepted just before
     * a crash may have none. One that can't be taken up does not keep the others from it.
     */
    async restartStranded(unchangedForMs: number): Promise<Swept> {
      const payments = await sweep<PaymentRecord>({
        read: (after) => deps.payments.stranded(unchangedForMs, PAGE, after),
        takeUp: ({ order, state }) => deps.restart(order, state),
        waitsRightly: (payment) => waitsForPayer(payment, deps.now()),
      });
      const refunds = await sweep<RefundRecord>({
        read: (after) => deps.refunds.stranded(unchangedForMs, PAGE, after),
        takeUp: ({ order, state }) => deps.restartRefund(order, state),
        waitsRightly: () => false,
      });
      return { looked: payments.looked + refunds.looked, failed: payments.failed + refunds.failed };
    },
  };
}

interface Sweep<R> {
  read(after: R | undefined): Promise<R[]>;
  takeUp(record: R): Promise<void>;
  waitsRightly(record: R): boolean;
}

async function sweep<R extends { order: { id: string } }>(what: Sweep<R>): Promise<Swept> {
  const swept = { looked: 0, failed: 0 };
  for (let last: R | undefined; ;) {
    const page = await what.read(last);
    for (const record of page.filter((one) => !what.waitsRightly(one))) {
      swept.looked += 1;
      if (!(await takenUp(what, record))) swept.failed += 1;
      heartbeat(swept);
    }
    last = page.at(-1);
    if (page.length < PAGE) return swept;
  }
}

async function takenUp<R extends { order: { id: string } }>(what: Sweep<R>, record: R): Promise<boolean> {
  try {
    await what.takeUp(record);
    return true;
  } catch (error) {
    log.warn('it could not be taken up', { id: record.order.id, error: (error as Error).name });
    return false;
  }
}

/** An open page is quiet for as long as its payer takes; it is looked at when its time is over. */
function waitsForPayer({ order, state }: PaymentRecord, now: number): boolean {
  if (state.status !== 'awaiting_payer' || order.source.type !== 'hosted_page') return false;
  return Date.parse(order.source.expiresAt) > now;
}
