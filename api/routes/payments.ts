import type { PaymentFilter, PaymentRecord } from '../../store/interfaces/payments';
import { seesEverything } from '../people/caller';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import { eventViews } from '../views/event-views';
import { paymentAnswer, receiptOf } from '../views/payment-view';
import { Problem } from '../http/problems';
import { route } from '../http/route';
import { listPaymentsQuery, paymentParams } from '../schemas/requests';
import { paymentEvents, paymentPage, paymentReceipt, paymentView } from '../schemas/responses';
import { visiblePayment } from '../views/visible-payments';
import { workflowUrlFor } from '../views/workflow-url';

export const getPayment = route({
  method: 'get',
  path: '/v1/payments/:id',
  permission: 'payments:read',
  operationId: 'getPayment',
  tag: 'Payments',
  summary: 'See how a payment stands',
  request: { params: paymentParams },
  responses: { 200: { description: 'The payment as it now stands', schema: paymentView } },
  problems: ['payment_not_found'],
  async handle({ deps, caller, params }) {
    const record = await visiblePayment(deps, caller, params.id);
    const shows = await deps.names.shownTo(caller, [record.order.createdBy]);
    return { status: 200, json: paymentAnswer({ ...record, shows, ...forPeople(deps, caller, record) }) };
  },
});

export const listPayments = route({
  method: 'get',
  path: '/v1/payments',
  permission: 'payments:read',
  operationId: 'listPayments',
  tag: 'Payments',
  summary: 'List payments, newest first',
  description: 'The channel’s own; those of all channels with `operations:read`.',
  request: { query: listPaymentsQuery },
  responses: { 200: { description: 'A page of payments', schema: paymentPage } },
  problems: ['invalid_cursor'],
  async handle({ deps, caller, query }) {
    const { cursor, limit, ...asked } = query;
    const filter: PaymentFilter = asked;
    if (!seesEverything(caller)) {
      if (asked.channel !== undefined && asked.channel !== caller.channel) {
        throw new Problem('scope_missing', {
          detail: 'Another channel’s payments need the scope operations:read.',
        });
      }
      filter.channel = caller.channel;
    }
    const page = await deps.store.payments.list(filter, { cursor, limit });
    const shows = await deps.names.shownTo(
      caller,
      page.items.map(({ order }) => order.createdBy),
    );
    const items = page.items.map((record) =>
      paymentAnswer({ ...record, shows, ...forPeople(deps, caller, record) }),
    );
    return { status: 200, json: { items, cursor: page.cursor } };
  },
});

function forPeople(deps: ApiDeps, caller: Caller, { order }: PaymentRecord) {
  if (caller.kind !== 'user') return {};
  return { workflowUrl: workflowUrlFor(deps, caller, order.id), acquirer: order.acquirer };
}

/** What of a fact is shown. What was asked for is in the payment itself. */
const SHOWN = ['externalId', 'code', 'reason', 'note', 'card'] as const;

export const listEvents = route({
  method: 'get',
  path: '/v1/payments/:id/events',
  permission: 'payments:read',
  operationId: 'listPaymentEvents',
  tag: 'Payments',
  summary: 'See what happened to a payment, oldest first',
  request: { params: paymentParams },
  responses: { 200: { description: 'Each change, with who made it', schema: paymentEvents } },
  problems: ['payment_not_found'],
  async handle({ deps, caller, params }) {
    const { order } = await visiblePayment(deps, caller, params.id);
    const facts = await deps.store.payments.facts(order.id);
    const items = await eventViews(deps, caller, facts, SHOWN);
    return { status: 200, json: { items } };
  },
});

export const getReceipt = route({
  method: 'get',
  path: '/v1/payments/:id/receipt',
  permission: 'payments:read',
  operationId: 'getPaymentReceipt',
  tag: 'Payments',
  summary: 'See where a payment’s receipt went',
  request: { params: paymentParams },
  responses: { 200: { description: 'The ways tried, and how each ended', schema: paymentReceipt } },
  problems: ['payment_not_found'],
  async handle({ deps, caller, params }) {
    const { order } = await visiblePayment(deps, caller, params.id);
    const messages = (await deps.store.messages.list(order.id)).map(({ way, state, at }) => ({
      way,
      state,
      at,
    }));
    return { status: 200, json: { to: receiptOf(order), messages } };
  },
});
