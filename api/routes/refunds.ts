import type { RefundFilter } from '../../store/interfaces/refunds';
import { seesEverything } from '../people/caller';
import { eventViews } from '../views/event-views';
import { refundAnswer, refundAnswers } from '../views/refund-view';
import { route } from '../http/route';
import { listRefundsQuery, refundEvents, refundPage, refundParams, refundView } from '../schemas/refunds';
import { paymentParams } from '../schemas/requests';
import { visiblePayment } from '../views/visible-payments';
import { visibleRefund } from '../views/visible-refunds';

export const listRefunds = route({
  method: 'get',
  path: '/v1/refunds',
  permission: 'refunds:read',
  operationId: 'listRefunds',
  tag: 'Refunds',
  summary: 'List refunds, newest first',
  description: 'Those of the channel’s own payments; of all with `operations:read`.',
  request: { query: listRefundsQuery },
  responses: { 200: { description: 'A page of refunds', schema: refundPage } },
  problems: ['invalid_cursor'],
  async handle({ deps, caller, query }) {
    const { cursor, limit, ...asked } = query;
    const filter: RefundFilter = seesEverything(caller) ? asked : { ...asked, channel: caller.channel };
    const page = await deps.store.refunds.list(filter, { cursor, limit });
    return {
      status: 200,
      json: { items: await refundAnswers(deps, caller, page.items), cursor: page.cursor },
    };
  },
});

/** As many as a page may have: a payment has few. */
const MOST = 200;

export const listPaymentRefunds = route({
  method: 'get',
  path: '/v1/payments/:id/refunds',
  permission: 'refunds:read',
  operationId: 'listPaymentRefunds',
  tag: 'Refunds',
  summary: 'See a payment’s refunds, newest first',
  request: { params: paymentParams },
  responses: { 200: { description: 'Its last 200 refunds, in every status', schema: refundPage } },
  problems: ['payment_not_found'],
  async handle({ deps, caller, params }) {
    const { order } = await visiblePayment(deps, caller, params.id);
    const { items } = await deps.store.refunds.list({ paymentId: order.id }, { limit: MOST });
    return { status: 200, json: { items: await refundAnswers(deps, caller, items) } };
  },
});

export const getRefund = route({
  method: 'get',
  path: '/v1/refunds/:id',
  permission: 'refunds:read',
  operationId: 'getRefund',
  tag: 'Refunds',
  summary: 'See how a refund stands',
  request: { params: refundParams },
  responses: { 200: { description: 'The refund as it now stands', schema: refundView } },
  problems: ['refund_not_found'],
  async handle({ deps, caller, params }) {
    const record = await visibleRefund(deps, caller, params.id);
    return { status: 200, json: await refundAnswer(deps, caller, record) };
  },
});

/** What of a fact is shown; who and when is shown anyway. */
const SHOWN = ['externalId', 'code', 'reason', 'note', 'batched'] as const;

export const listRefundEvents = route({
  method: 'get',
  path: '/v1/refunds/:id/events',
  permission: 'refunds:read',
  operationId: 'listRefundEvents',
  tag: 'Refunds',
  summary: 'See what happened to a refund, oldest first',
  request: { params: refundParams },
  responses: { 200: { description: 'Each change, with who made it', schema: refundEvents } },
  problems: ['refund_not_found'],
  async handle({ deps, caller, params }) {
    const { order } = await visibleRefund(deps, caller, params.id);
    const facts = await deps.store.refunds.facts(order.id);
    const items = await eventViews(deps, caller, facts, SHOWN);
    return { status: 200, json: { items } };
  },
});
