import type { PaymentState } from '../../domain/payments';
import type { PaymentRecord } from '../../store/interfaces/payments';
import { actorOf } from '../people/caller';
import { didIt, givenOnce, resolvedIt } from '../rules/commands';
import { resolveListed } from '../rules/resolutions';
import type { ApiDeps } from '../deps';
import { paymentAnswer } from '../views/payment-view';
import { route } from '../http/route';
import type { Answer } from '../http/route';
import { nothing, paymentParams, resolveSchema } from '../schemas/requests';
import { paymentView } from '../schemas/responses';
import { actablePayment, visiblePayment } from '../views/visible-payments';

export const cancelPayment = route({
  method: 'post',
  path: '/v1/payments/:id/cancel',
  permission: 'payments:cancel',
  operationId: 'cancelPayment',
  tag: 'Payments',
  summary: 'Cancel a payment that awaits its payer, or the acquirer’s line',
  description: 'Closes the hosted page. An authorisation that arrives all the same is released.',
  request: { params: paymentParams, body: nothing },
  responses: { 200: { description: 'The payment, cancelled', schema: paymentView } },
  problems: ['payment_not_found', 'payment_not_cancellable', 'payment_not_running'],
  async handle(call) {
    const { deps, caller, params } = call;
    const record = await actablePayment(deps, caller, params.id);
    const [{ id }, actor] = [record.order, actorOf(caller)];
    const state = await givenOnce(
      call,
      (commandId) => deps.client.cancel(id, actor, commandId),
      async () => didIt(await deps.store.payments.facts(id), actor, 'cancelled'),
    );
    return answered(deps, record, state);
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
  async handle(call) {
    const { deps, caller, params, body } = call;
    const record = await visiblePayment(deps, caller, params.id);
    const [{ id }, actor] = [record.order, actorOf(caller)];
    const isListed = record.state.attention !== undefined;
    const news = (): Promise<boolean> => deps.client.news(id);
    const state = await givenOnce(
      call,
      (commandId) => resolveListed(isListed, () => deps.client.resolve(id, body, actor, commandId), news),
      async () => resolvedIt(await deps.store.payments.facts(id), actor, body),
    );
    return answered(deps, record, state);
  },
});

/** As the workflow says, or else as the store has it. */
async function answered(
  deps: ApiDeps,
  { order, card, state: before }: PaymentRecord,
  state: PaymentState | undefined,
): Promise<Answer> {
  const now = state ?? (await deps.store.payments.get(order.id))?.state ?? before;
  return { status: 200, json: paymentAnswer({ order, card, state: now }) };
}
