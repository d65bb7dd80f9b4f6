import type { Actor } from '../../domain/actors';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import type { PaymentRecord } from '../../store/interfaces/payments';
import { legView } from './leg-view';
import type { ActorView } from '../people/user-names';

/** What a payment's answer is made of. */
export type Viewed = Pick<PaymentRecord, 'order' | 'state' | 'card' | 'refunds'> & {
  updatedAt?: string;
  /** Names the people; without it they are shown by their ids. */
  shows?: (actor: Actor) => ActorView;
  /** For people. */
  workflowUrl?: string;
  /** For people, who see how its line stands. */
  acquirer?: string;
};

/**
 * A payment as channels see it. A pure function of what was asked for and how it stood: an answer given again
 * from the state of then is the same to the byte, which is why POST leaves `updatedAt` out.
 */
export function paymentAnswer(viewed: Viewed): Record<string, unknown> {
  const { order, state, card, refunds, updatedAt, shows, workflowUrl, acquirer } = viewed;
  const { createdBy } = order;
  return {
    id: order.id,
    status: state.status,
    amount: { value: order.amount.value, currency: order.amount.currency },
    account: { by: order.account.by, value: order.account.value },
    channel: order.channel,
    source: sourceOf(order, state, card),
    customerId: order.customerId,
    reference: order.reference,
    createdBy: createdBy && (shows ? shows(createdBy) : { kind: createdBy.kind, id: createdBy.id }),
    funding: legView(state.funding),
    crediting: legView(state.crediting),
    reversal: state.reversal.status === 'none' ? undefined : legView(state.reversal),
    attention: state.attention && { reason: state.attention },
    batched: order.batched,
    refunds: refunds && { reserved: refunds.reserved, refunded: refunds.refunded },
    redirectUrl: state.status === 'awaiting_payer' ? state.page?.url : undefined,
    expiresAt: order.source.type === 'hosted_page' ? order.source.expiresAt : undefined,
    receipt: receiptOf(order),
    createdAt: order.createdAt,
    updatedAt,
    workflowUrl,
    acquirer,
    version: state.version,
  };
}

/** Who is told where; in one order of fields, whatever the store made of it. */
export function receiptOf({ receipt }: PaymentOrder): Record<string, unknown> | undefined {
  return receipt && { phone: receipt.phone, email: receipt.email, language: receipt.language };
}

function sourceOf(
  { source }: PaymentOrder,
  state: PaymentState,
  card: Viewed['card'],
): Record<string, unknown> {
  if (source.type === 'card') {
    return { type: 'card', card: { id: source.cardId, brand: card?.brand, last4: card?.last4 } };
  }
  if (source.type === 'vaulted_card') {
    return { type: 'vaulted_card', card: { brand: source.brand, last4: source.last4 } };
  }
  const used = state.card && { brand: state.card.brand, last4: state.card.last4 };
  return { type: 'hosted_page', returnUrl: source.returnUrl, saveCard: source.saveCard, card: used };
}
