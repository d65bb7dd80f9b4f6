import { CommandRefused } from '../../client/interfaces';
import type { Actor } from '../../domain/actors';
import type { RefundState } from '../../domain/refunds';
import type { LoggedRefundFact, RefundRecord } from '../../store/interfaces/refunds';
import { actorOf } from '../people/caller';
import type { ApiDeps } from '../deps';
import { didIt, givenOnce, resolvedIt } from '../rules/commands';
import { resolveListed } from '../rules/resolutions';
import { isBatched, isLineDown } from '../rules/lines';
import { Problem } from '../http/problems';
import { refundAnswer } from '../views/refund-view';
import { route } from '../http/route';
import type { Answer, Call } from '../http/route';
import { approveRefundSchema, refundParams, refundView, rejectRefundSchema } from '../schemas/refunds';
import { nothing, resolveSchema } from '../schemas/requests';
import { visibleRefund } from '../views/visible-refunds';

const DECIDING = ['refund_not_found', 'refund_not_pending', 'refund_own_request'] as const;

export const approveRefund = route({
  method: 'post',
  path: '/v1/refunds/:id/approval',
  permission: 'refunds:decide',
  operationId: 'approveRefund',
  tag: 'Refunds',
  summary: 'Approve a refund',
  description:
    'By somebody else than who asked for it. The money goes back at once, or when the line is back.',
  request: { params: refundParams, body: approveRefundSchema },
  responses: { 200: { description: 'The refund, approved or batched', schema: refundView } },
  problems: [...DECIDING, 'line_down'],
  async handle(call) {
    const { deps, caller, params, body } = call;
    const record = await visibleRefund(deps, caller, params.id);
    const { order } = record;
    const approving = (id: string): Promise<RefundState> => {
      // Whoever asked may have had it batched already; where not, who approves must be one who may.
      const batch = order.batch
        ? isLineDown(deps, order.acquirer)
        : isBatched(deps, caller, order.acquirer, body?.batch);
      const decision = {
        actor: actorOf(caller),
        ...(body?.note && { note: body.note }),
        ...(batch && { batch }),
      };
      return deps.refunds.approve(order.id, decision, id);
    };
    return answered(call, record, approving, didSo('approved'));
  },
});

export const rejectRefund = route({
  method: 'post',
  path: '/v1/refunds/:id/rejection',
  permission: 'refunds:decide',
  operationId: 'rejectRefund',
  tag: 'Refunds',
  summary: 'Reject a refund',
  description: 'By somebody else than who asked for it.',
  request: { params: refundParams, body: rejectRefundSchema },
  responses: { 200: { description: 'The refund, rejected', schema: refundView } },
  problems: DECIDING,
  async handle(call) {
    const { deps, caller, params, body } = call;
    const record = await visibleRefund(deps, caller, params.id);
    const decision = { actor: actorOf(caller), note: body.reason };
    const rejecting = (id: string): Promise<RefundState> =>
      deps.refunds.reject(record.order.id, decision, id);
    return answered(call, record, rejecting, didSo('rejected'));
  },
});

export const cancelRefund = route({
  method: 'post',
  path: '/v1/refunds/:id/cancellation',
  permission: 'refunds:request',
  operationId: 'cancelRefund',
  tag: 'Refunds',
  summary: 'Take a request for a refund back',
  description: 'By who asked for it, before it is decided; a batched one before it is sent.',
  request: { params: refundParams, body: nothing },
  responses: { 200: { description: 'The refund, cancelled', schema: refundView } },
  problems: ['refund_not_found', 'refund_not_pending', 'refund_not_yours'],
  async handle(call) {
    const { deps, caller, params } = call;
    const record = await visibleRefund(deps, caller, params.id);
    const cancelling = (id: string): Promise<RefundState> =>
      deps.refunds.cancel(record.order.id, actorOf(caller), id);
    return answered(call, record, cancelling, didSo('cancelled'));
  },
});

export const resolveRefund = route({
  method: 'post',
  path: '/v1/refunds/:id/resolution',
  permission: 'payments:resolve',
  operationId: 'resolveRefund',
  tag: 'Refunds',
  summary: 'Decide about a refund that needs a person',
  request: { params: refundParams, body: resolveSchema },
  responses: { 200: { description: 'The refund, as it stands afterwards', schema: refundView } },
  problems: ['refund_not_found', 'refund_not_in_attention'],
  async handle(call) {
    const { deps, caller, params, body } = call;
    const record = await visibleRefund(deps, caller, params.id);
    const { order, state } = record;
    const resolve = (commandId: string): Promise<RefundState> =>
      deps.refunds.resolve(order.id, body, actorOf(caller), commandId);
    const news = (): Promise<boolean> => deps.refunds.news(order.id);
    const resolving = (commandId: string): Promise<RefundState> =>
      resolveListed(state.attention !== undefined, () => resolve(commandId), news);
    const done: Effect = (facts, actor) => resolvedIt(facts, actor, body);
    return answered(call, record, resolving, done, 'refund_not_in_attention');
  },
});

/** Whether the log says that a command took effect. */
type Effect = (facts: LoggedRefundFact[], actor: Actor) => boolean;

const didSo =
  (type: 'approved' | 'rejected' | 'cancelled'): Effect =>
  (facts, actor) =>
    didIt(facts, actor, type);

/** What a workflow that has ended, or is about something else by now, would say. */
async function answered(
  call: Call,
  record: RefundRecord,
  command: (commandId: string) => Promise<RefundState>,
  effect: Effect,
  over: 'refund_not_pending' | 'refund_not_in_attention' = 'refund_not_pending',
): Promise<Answer> {
  const { deps, caller } = call;
  const { id } = record.order;
  const give = (commandId: string): Promise<RefundState> =>
    startedFirst(deps, record, () => command(commandId));
  try {
    await givenOnce(call, give, async () => effect(await deps.store.refunds.facts(id), actorOf(caller)));
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error;
    if (error.reason === 'not_running' || error.reason === 'not_in_attention') throw new Problem(over);
    throw error;
  }
  const now = (await deps.store.refunds.get(id)) ?? record;
  return { status: 200, json: await refundAnswer(deps, caller, now) };
}

/** One that waits for its approval and whose start was lost need not wait for the sweep as well. */
async function startedFirst(
  { refunds, store }: ApiDeps,
  { order }: RefundRecord,
  command: () => Promise<RefundState>,
): Promise<RefundState> {
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof CommandRefused) || error.reason !== 'not_running') throw error;
    if ((await store.refunds.get(order.id))?.state.status !== 'pending_approval') throw error;
    await refunds.start(order);
    return command();
  }
}
