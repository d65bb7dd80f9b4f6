import { activityInfo, heartbeat, log } from '@temporalio/activity';
import type { PaymentOrder } from '../domain/orders';
import type { PaymentState } from '../domain/payments';
import type { RefundOrder, RefundState } from '../domain/refunds';
import type { PaymentRecord, PaymentStore } from '../store/interfaces/payments';
import type { OrderPlace } from '../store/interfaces/reading';
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

/** How many are read at a time, and how many of those are taken up at a time. */
const PAGE = 200;
const AT_ONCE = 10;

export interface Swept {
  looked: number;
  failed: number;
}

export type SweepingActivities = ReturnType<typeof createSweepingActivities>;

/** How far a sweep has come, which its next try goes on from: else many old ones would keep the newest from it for good. */
interface Progress extends Swept {
  kind: 'payment' | 'refund';
  after?: OrderPlace;
}

export function createSweepingActivities(deps: SweepingDeps) {
  return {
    /**
     * Sees to it that each payment and refund that is not over, or needs a person, has a workflow: one accepted just before
     * a crash may have none. One that can't be taken up does not keep the others from it.
     */
    async restartStranded(unchangedForMs: number): Promise<Swept> {
      const before = activityInfo().heartbeatDetails as Progress | undefined;
      const progress: Progress = before ?? { kind: 'payment', looked: 0, failed: 0 };
      if (progress.kind === 'payment') {
        await sweep<PaymentRecord>(progress, {
          read: (after) => deps.payments.stranded(unchangedForMs, PAGE, after),
          takeUp: ({ order, state }) => deps.restart(order, state),
          waitsRightly: (payment) => waitsForPayer(payment, deps.now()),
        });
        progress.kind = 'refund';
        progress.after = undefined;
      }
      await sweep<RefundRecord>(progress, {
        read: (after) => deps.refunds.stranded(unchangedForMs, PAGE, after),
        takeUp: ({ order, state }) => deps.restartRefund(order, state),
        waitsRightly: () => false,
      });
      return { looked: progress.looked, failed: progress.failed };
    },
  };
}

interface Sweep<R> {
  read(after: OrderPlace | undefined): Promise<R[]>;
  takeUp(record: R): Promise<void>;
  waitsRightly(record: R): boolean;
}

async function sweep<R extends { order: OrderPlace }>(progress: Progress, what: Sweep<R>): Promise<void> {
  for (;;) {
    const page = await what.read(progress.after);
    for (let first = 0; first < page.length; first += AT_ONCE) {
      await takeUpAll(progress, what, page.slice(first, first + AT_ONCE));
    }
    if (page.length < PAGE) return;
  }
}

async function takeUpAll<R extends { order: OrderPlace }>(
  progress: Progress,
  what: Sweep<R>,
  records: R[],
): Promise<void> {
  const stranded = records.filter((record) => !what.waitsRightly(record));
  const taken = await Promise.all(stranded.map((record) => takenUp(what, record)));
  const { id, createdAt } = records.at(-1)!.order;
  progress.looked += taken.length;
  progress.failed += taken.filter((one) => !one).length;
  progress.after = { id, createdAt };
  heartbeat({ ...progress });
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
