import { heartbeat } from '@temporalio/activity';
import type { PaymentOrder } from '../domain/orders';
import type { PaymentState } from '../domain/payments';
import type { PaymentRecord, PaymentStore } from '../store/interfaces';

export interface SweepingDeps {
  payments: PaymentStore;
  /** Starts the payment's workflow where none is running; nothing otherwise. */
  restart(order: PaymentOrder, state: PaymentState): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** How many are read at a time. */
const PAGE = 200;

export type SweepingActivities = ReturnType<typeof createSweepingActivities>;

export function createSweepingActivities(deps: SweepingDeps) {
  return {
    /**
     * Sees to it that each payment that is not over has a workflow: one accepted just before a crash may have none.
     * Returns how many were looked at.
     */
    async restartStranded(unchangedForMs: number): Promise<number> {
      let seen = 0;
      for (let last: PaymentRecord | undefined; ;) {
        const page = await deps.payments.stranded(unchangedForMs, PAGE, last);
        const still = page.filter((payment) => !waitsForPayer(payment, deps.now()));
        for (const { order, state } of still) {
          await deps.restart(order, state);
          heartbeat(order.id);
        }
        seen += still.length;
        last = page.at(-1);
        if (page.length < PAGE) return seen;
      }
    },
  };
}

/** An open page is quiet for as long as its payer takes; it is looked at when its time is over. */
function waitsForPayer({ order, state }: PaymentRecord, now: number): boolean {
  if (state.status !== 'awaiting_payer' || order.source.type !== 'hosted_page') return false;
  return Date.parse(order.source.expiresAt) > now;
}
