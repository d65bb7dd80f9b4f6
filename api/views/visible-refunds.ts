import type { RefundRecord } from '../../store/interfaces/refunds';
import { seesEverything } from '../people/caller';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problems';

/** What refund ids look like: anything else can't exist, and is not worth a question to the store. */
const REFUND_ID = /^rfd_[0-9A-Z]{26}$/;

/** A refund of a channel's own payment, or any for operations and people. Others' are not found, so that ids tell nothing. */
export async function visibleRefund(deps: ApiDeps, caller: Caller, id: string): Promise<RefundRecord> {
  const record = REFUND_ID.test(id) ? await deps.store.refunds.get(id) : undefined;
  const visible = record && (record.order.channel === caller.channel || seesEverything(caller));
  if (!visible) throw new Problem('refund_not_found');
  return record;
}
