import { actorOf } from '../caller';
import { paymentAnswer } from '../payment-view';
import { route } from '../route';
import { nothing, paymentParams, resolveSchema } from '../schemas/requests';
import { paymentView } from '../schemas/responses';
import { actablePayment, visiblePayment } from '../visible-payments';

export const cancelPayment = route({
  method: 'post',
  path: '/v1/payments/:id/cancel',
  permission: 'payments:cancel',
  operationId: 'cancelPayment',
  tag: 'Payments',
  summary: 'Cancel a payment whose payer is still awaited',
  description: 'Closes the hosted page. An authorisation that arrives all the same is released.',
  request: { params: paymentParams, body: nothing },
  responses: { 200: { description: 'The payment, cancelled', schema: paymentView } },
  problems: ['payment_not_found', 'payment_not_cancellable', 'payment_not_running'],
  async handle({ deps, caller, params }) {
    const record = await actablePayment(deps, caller, params.id);
    const state = await deps.client.cancel(record.order.id, actorOf(caller));
    return { status: 200, json: paymentAnswer({ order: record.order, card: record.card, state }) };
  },
});

export const resolvePayment = route({
  method: 'post',
  path: '/v1/payments/:id/resolve',
  permission: 'payments:resolve',
  operationId: 'resolvePayment',
  tag: 'Operations',
  summary: 'Decide about a payment that waits for a person',
  description:
    'For a payment with `attention`: what the acquirer’s or biller’s own books show about the open step.',
  request: { params: paymentParams, body: resolveSchema },
  requestExamples: {
    succeeded: {
      summary: 'The biller’s books show it',
      value: { decision: 'succeeded', note: 'Seen in the biller’s journal of 31 January' },
    },
  },
  responses: { 200: { description: 'The payment after the decision', schema: paymentView } },
  problems: ['payment_not_found', 'payment_not_in_attention', 'payment_not_running'],
  async handle({ deps, caller, params, body }) {
    const record = await visiblePayment(deps, caller, params.id);
    const state = await deps.client.resolve(record.order.id, body, actorOf(caller));
    return { status: 200, json: paymentAnswer({ order: record.order, card: record.card, state }) };
  },
});
