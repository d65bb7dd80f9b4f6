import type { z } from 'zod';
import type { LineStatus } from '../../domain/lines';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentRecord } from '../../store/interfaces/payments';
import type { ApiDeps } from '../deps';
import { newId } from '../http/ids';
import { Problem } from '../http/problems';
import type { Call } from '../http/route';
import { actorOf } from '../people/caller';
import type { createPaymentSchema } from '../schemas/requests';
import { lineStatus } from './lines';
import { vaultedSource } from './vaulted-cards';

export type CreateCall = Call<unknown, unknown, z.output<typeof createPaymentSchema>>;

/** What is asked for, and how the line to its acquirer stood when that was looked at: once for all that rests on it. */
export interface Asked {
  order: PaymentOrder;
  card: PaymentRecord['card'];
  line: LineStatus;
}

/** @throws Problem `card_not_found`. */
export async function askedOf(call: CreateCall): Promise<Asked> {
  const { deps, caller, body } = call;
  const { amount, account, customerId, reference, receipt } = body;
  const common = { id: newId('pay'), amount, account, biller: deps.biller, channel: caller.channel };
  const createdBy = caller.kind === 'user' ? actorOf(caller) : undefined;
  const told = { customerId, reference, receipt, createdBy, createdAt: deps.now().toISOString() };
  const { source, acquirer, card } = await chargedOf(call);
  const line = lineStatus(deps, acquirer);
  const waits = source.type === 'vaulted_card' || (source.type === 'card' && body.batch && line !== 'up');
  const batched = waits ? { batched: true as const } : {};
  return { order: { ...common, source, acquirer, ...told, ...batched }, card, line };
}

/** What is charged, by whom, and how it is shown. */
async function chargedOf({
  deps,
  body,
}: CreateCall): Promise<Pick<PaymentOrder, 'source' | 'acquirer'> & { card?: PaymentRecord['card'] }> {
  const { source, amount, customerId } = body;
  if (source.type === 'hosted_page') {
    const expiresAt = new Date(deps.now().getTime() + deps.operating().expiry.hostedPageMs).toISOString();
    return { source: { ...source, expiresAt }, acquirer: acquirerFor(deps, amount.currency) };
  }
  if (source.type === 'vaulted_card') {
    return { source: vaultedSource(source), acquirer: acquirerFor(deps, amount.currency) };
  }
  const { cardId } = source;
  const card = await deps.store.cards.get(cardId);
  if (!card || (customerId !== undefined && card.customerId !== customerId))
    throw new Problem('card_not_found');
  const { token, acquirer, brand, last4 } = card;
  return { source: { type: 'card', cardId, token }, acquirer, card: { brand, last4 } };
}

/** The one that the settings name for the currency, as long as it is set up. */
function acquirerFor({ operating, acquirers, acquirer }: ApiDeps, currency: string): string {
  const named = operating().acquirers.byCurrency[currency];
  return named !== undefined && acquirers.includes(named) ? named : acquirer;
}
