import type { Leg } from '../domain/legs';
import type { RefundRecord } from '../store/interfaces/refunds';
import type { ApiDeps } from './deps';
import type { ActorView, UserNames } from './user-names';

/** Refunds as callers see them, with the names of the people in them. */
export async function refundAnswers(
  { names }: Pick<ApiDeps, 'names'>,
  records: readonly RefundRecord[],
): Promise<Record<string, unknown>[]> {
  const shows = await names.viewing(records.flatMap(({ order, state }) => [order.askedBy, state.decidedBy]));
  return records.map((record) => refundView(record, shows));
}

export async function refundAnswer(
  deps: Pick<ApiDeps, 'names'>,
  record: RefundRecord,
): Promise<Record<string, unknown>> {
  return (await refundAnswers(deps, [record]))[0]!;
}

type Shows = Awaited<ReturnType<UserNames['viewing']>>;

/** A pure function, as `paymentAnswer` is. */
export function refundView(
  { order, state, batched, updatedAt }: RefundRecord,
  shows: Shows,
): Record<string, unknown> {
  const decidedBy: ActorView | undefined = state.decidedBy && shows(state.decidedBy);
  return {
    id: order.id,
    paymentId: order.paymentId,
    status: state.status,
    amount: { value: order.amount.value, currency: order.amount.currency },
    reason: order.reason,
    askedBy: shows(order.askedBy),
    decidedBy,
    decidedAt: state.decidedAt,
    note: state.note,
    refunding: legOf(state.refunding),
    debiting: legOf(state.debiting),
    attention: state.attention && { reason: state.attention },
    batched,
    escalated: state.escalated,
    expiresAt: order.expiresAt,
    createdAt: order.createdAt,
    updatedAt,
    version: state.version,
  };
}

function legOf(leg: Leg): Record<string, unknown> {
  return { status: leg.status, declineCode: leg.code, externalId: leg.externalId };
}
