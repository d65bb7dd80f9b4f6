import type { OperatingSettings } from '../domain/operating-settings';
import type { Acquirer } from '../gateways/acquirer/acquirer';
import type { Batched, LineStore } from '../store/interfaces/lines';
import type { PaymentStore } from '../store/interfaces/payments';
import type { RefundStore } from '../store/interfaces/refunds';

/** What the line's activities stand on. */
export interface LineDeps {
  lines: LineStore;
  payments: PaymentStore;
  refunds: RefundStore;
  acquirer(name: string): Acquirer;
  /** As they stand when it is called. */
  operating(): OperatingSettings;
  /** Tells the workflow of a payment or refund that its turn has come; starts it where it is missing. */
  dispatch(item: Batched): Promise<void>;
  /** Lets time pass, in milliseconds; the signal ends that with an error. */
  rest(milliseconds: number, signal: AbortSignal): Promise<void>;
  now(): number;
}
