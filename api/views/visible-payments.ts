import type { PaymentRecord } from '../../store/interfaces/payments';
import { seesEverything } from '../people/caller';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problems';

/** What payment ids look like: anything else can't exist, and is not worth a question to the store. */
const PAYMENT_ID = /^pay_[0-9A-Z]{26}$/;

export async function paymentById({ store }: ApiDeps, id: string): Promise<PaymentRecord> {
  const record = PAYMENT_ID.test(id) ? await store.payments.get(id) : undefined;
  if (!record) throw new Problem('payment_not_found');
  return record;
}

/** A channel's own payment, or any for operations and people. Others' payments are not found, so that ids tell nothing. */
export async function visiblePayment(deps: ApiDeps, caller: Caller, id: string): Promise<PaymentRecord> {
  const record = await paymentById(deps, id);
  if (record.order.channel !== caller.channel && !seesEverything(caller))
    throw new Problem('payment_not_found');
  return record;
}

/** A payment that the caller may act on: seeing those of others lets no channel touch them. People act on all. */
export async function actablePayment(deps: ApiDeps, caller: Caller, id: string): Promise<PaymentRecord> {
  const record = await visiblePayment(deps, caller, id);
  if (caller.kind === 'channel' && record.order.channel !== caller.channel) {
    throw new Problem('scope_missing', {
      detail: 'It is another channel’s: that channel or a person may do this.',
    });
  }
  return record;
}
