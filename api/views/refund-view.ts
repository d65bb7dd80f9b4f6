import type { RefundRecord } from '../../store/interfaces/refunds';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import { byId } from '../people/user-names';
import { legView } from './leg-view';
import type { Shows } from '../people/user-names';

/** Refunds as the caller sees them: people with the names of the people in them. */
export async function refundAnswers(
  { names }: Pick<ApiDeps, 'names'>,
  { kind }: Pick<Caller, 'kind'>,
  records: readonly RefundRecord[],
): Promise<Record<string, unknown>[]> {
  if (kind === 'channel') return records.map((record) => refundView(record));
  const shows = await names.viewing(records.flatMap(({ order, state }) => [order.askedBy, state.decidedBy]));
  return records.map((record) => refundView(record, shows));
}

export async function refundAnswer(
  deps: Pick<ApiDeps, 'names'>,
  caller: Pick<Caller, 'kind'>,
  record: RefundRecord,
): Promise<Record<string, unknown>> {
  return (await refundAnswers(deps, caller, [record]))[0]!;
}

/**
 * A pure function, as `paymentAnswer` is.
 * @param shows names the people, for people, who are shown the manager's note and the acquirer too; without it as channels
 * see a refund
 */
export function refundView(
  { order, state, batched, updatedAt }: RefundRecord,
  shows?: Shows,
): Record<string, unknown> {
  const view = shows ?? byId;
  return {
    id: order.id,
    paymentId: order.paymentId,
    status: state.status,
    amount: { value: order.amount.value, currency: order.amount.currency },
    reason: order.reason,
    askedBy: view(order.askedBy),
    decidedBy: state.decidedBy && view(state.decidedBy),
    decidedAt: state.decidedAt,
    note: shows && state.note,
    acquirer: shows && order.acquirer,
    batchIfDown: order.batch,
    refunding: legView(state.refunding),
    debiting: legView(state.debiting),
    attention: state.attention && { reason: state.attention },
    batched,
    escalated: state.escalated,
    expiresAt: order.expiresAt,
    createdAt: order.createdAt,
    updatedAt,
    version: state.version,
  };
}
