import type { z } from 'zod';
import { EngineUnavailable } from '../../client/interfaces';
import type { Money } from '../../domain/money';
import type { RefundOrder } from '../../domain/refunds';
import type { PaymentRecord } from '../../store/interfaces/payments';
import type { RefundRecord } from '../../store/interfaces/refunds';
import { actorOf } from '../people/caller';
import type { ApiDeps } from '../deps';
import { newId } from '../http/ids';
import { isBatched } from '../rules/lines';
import { Problem } from '../http/problems';
import { refundAnswer } from '../views/refund-view';
import { route } from '../http/route';
import type { Answer, Call } from '../http/route';
import { refundView, requestRefundSchema } from '../schemas/refunds';
import { paymentParams } from '../schemas/requests';
import { actablePayment } from '../views/visible-payments';

type RequestCall = Call<z.output<typeof paymentParams>, unknown, z.output<typeof requestRefundSchema>>;

export const requestRefund = route({
  method: 'post',
  path: '/v1/payments/:id/refunds',
  permission: 'refunds:request',
  operationId: 'requestRefund',
  tag: 'Refunds',
  summary: 'Ask for a refund',
  description:
    'In full or in part. It waits for a manager’s approval; its amount is held of the payment until it is decided, so that ' +
    'all refunds of a payment together are never more than was paid.',
  request: { params: paymentParams, body: requestRefundSchema },
  responses: { 201: { description: 'The refund, as it waits for approval', schema: refundView } },
  problems: [
    'payment_not_found',
    'payment_not_refundable',
    'refund_exceeds_capture',
    'line_down',
    'engine_unavailable',
  ],
  handle: request,
});

async function request(call: RequestCall): Promise<Answer> {
  const { deps, caller, params, idempotency } = call;
  const payment = await actablePayment(deps, caller, params.id);
  const key = `${caller.kind} ${caller.id} ${idempotency!.key}`;
  // Lines are for new refunds: one that was asked for before is answered with, however its line stands by now.
  const before = await deps.store.refunds.requestedBefore(key);
  const record = before ? sameOf(before, call) : await requestNew(call, payment, key);
  await start(deps, record.order);
  const headers = { Location: `/v1/refunds/${record.order.id}` };
  return { status: 201, headers, json: await refundAnswer(deps, caller, record) };
}

async function requestNew(call: RequestCall, payment: PaymentRecord, key: string): Promise<RefundRecord> {
  const { deps, caller, body } = call;
  const batch = isBatched(deps, caller, payment.order.acquirer, body.batch);
  const requested = await deps.store.refunds.request(orderOf(call, payment, batch), key);
  if (requested.kind === 'not_refundable') throw new Problem('payment_not_refundable');
  if (requested.kind === 'exceeds') throw exceeds(requested.left);
  return sameOf(requested.record, call);
}

function orderOf({ deps, caller, body }: RequestCall, payment: PaymentRecord, batch: boolean): RefundOrder {
  const { order, state } = payment;
  if (state.status !== 'succeeded') throw new Problem('payment_not_refundable');
  const { expiry, refunds } = deps.operating();
  const now = deps.now().getTime();
  const after = (milliseconds: number): string => new Date(now + milliseconds).toISOString();
  return {
    id: newId('rfd'),
    paymentId: order.id,
    amount: amountOf(body.amount, payment),
    reason: body.reason,
    askedBy: actorOf(caller),
    channel: order.channel,
    acquirer: order.acquirer,
    biller: order.biller,
    ...(state.funding.externalId && { authorisationId: state.funding.externalId }),
    ...(batch && { batch }),
    escalateAt: after(Math.min(refunds.escalateAfterMs, expiry.refundApprovalMs)),
    expiresAt: after(expiry.refundApprovalMs),
    createdAt: after(0),
  };
}

function amountOf(asked: Money | undefined, { order, refunds }: PaymentRecord): Money {
  const left = order.amount.value - (refunds?.reserved ?? 0);
  const { currency } = order.amount;
  if (asked && asked.currency !== currency) {
    const message = 'A refund is in the payment’s currency.';
    throw new Problem('validation_failed', {
      errors: [{ path: 'amount.currency', code: 'not_allowed_value', message }],
    });
  }
  // Where nothing is left, the store says so, or finds the refund that the same request made before.
  return asked ?? { value: left || order.amount.value, currency };
}

/** A key whose answer was lost may be sent again; with another request it is another's. */
function sameOf(record: RefundRecord, { params, body }: RequestCall): RefundRecord {
  const { paymentId, reason, amount } = record.order;
  const { amount: asked } = body;
  const same =
    paymentId === params.id &&
    reason === body.reason &&
    (asked === undefined || (amount.value === asked.value && amount.currency === asked.currency));
  if (!same) throw new Problem('idempotency_key_reused');
  return record;
}

function exceeds(left: number): Problem {
  return new Problem('refund_exceeds_capture', { members: { left } });
}

/** It is in the store by now: where the engine is away, the sweep starts it. */
async function start(deps: ApiDeps, order: RefundOrder): Promise<void> {
  try {
    await deps.refunds.start(order);
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    const { name, message: reason } = error;
    deps.log.warn({ refundId: order.id, error: name, reason }, 'refund not started; the sweeper will');
  }
}
