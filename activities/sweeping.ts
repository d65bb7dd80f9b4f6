import { heartbeat, log } from '@temporalio/activity';
import type { PaymentOrder } from '../domain/orders';
import type { PaymentState } from '../domain/payments';
import type { PaymentRecord, PaymentStore } from '../store/interfaces/payments';

export interface SweepingDeps {
  payments: PaymentStore;
  /** Starts the payment's workflow where none is running; nothing otherwise. */
  restart(order: PaymentOrder, state: PaymentState): Promise<void>;
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
     * Sees to it that each payment that is not over, or needs a person, has a workflow: one accepted just before a crash
     * may have none. One that can't be taken up does not keep the others from it.
     */
    async restartStranded(unchangedForMs: number): Promise<Swept> {
      const swept = { looked: 0, failed: 0 };
      for (let last: PaymentRecord | undefined; ;) {
        const page = await deps.payments.stranded(unchangedForMs, PAGE, last);
        for (const payment of page.filter((one) => !waitsForPayer(one, deps.now()))) {
          swept.looked += 1;
          if (!(await takeUp(deps, payment))) swept.failed += 1;
          heartbeat(swept);
        }
        last = page.at(-1);
        if (page.length < PAGE) return swept;
      }
    },
  };
}

async function takeUp(deps: SweepingDeps, { order, state }: PaymentRecord): Promise<boolean> {
  try {
    await deps.restart(order, state);
    return true;
  } catch (error) {
    log.warn('a payment could not be taken up', { paymentId: order.id, error: (error as Error).name });
    return false;
  }
}

/** An open page is quiet for as long as its payer takes; it is looked at when its time is over. */
function waitsForPayer({ order, state }: PaymentRecord, now: number): boolean {
  if (state.status !== 'awaiting_payer' || order.source.type !== 'hosted_page') return false;
  return Date.parse(order.source.expiresAt) > now;
}
