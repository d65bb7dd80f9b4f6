import type { PaymentOrder } from '../domain/orders';
import type { PaymentState } from '../domain/payments';
import type { PaymentStore } from '../store/interfaces';

export interface SweepingDeps {
  payments: PaymentStore;
  /** Starts the payment's workflow where none is running; nothing otherwise. */
  restart(order: PaymentOrder, state: PaymentState): Promise<void>;
}

/** How many are looked at in one sweep. */
const BATCH = 500;

export type SweepingActivities = ReturnType<typeof createSweepingActivities>;

export function createSweepingActivities(deps: SweepingDeps) {
  return {
    /** Sees to it that each payment that is not over has a workflow: one accepted just before a crash may have none. */
    async restartStranded(unchangedForMs: number): Promise<number> {
      const stranded = await deps.payments.stranded(unchangedForMs, BATCH);
      for (const { order, state } of stranded) await deps.restart(order, state);
      return stranded.length;
    },
  };
}
