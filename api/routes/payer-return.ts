import { EngineUnavailable } from '../../client/interfaces';
import { isTerminal } from '../../domain/payments';
import type { PaymentState } from '../../domain/payments';
import type { PaymentRecord } from '../../store/interfaces';
import type { ApiDeps } from '../deps';
import { noSuchPaymentPage, outcomePage } from '../pages/outcome';
import { Problem } from '../problems';
import { publicRoute } from '../route';
import { paymentParams } from '../schemas/requests';
import { paymentById } from '../visible-payments';

/**
 * The payer's browser comes back from the hosted page. The workflow is told and given a moment, so that the payer
 * mostly sees the outcome; what it is rests on what the acquirer says, never on this visit.
 */
export const payerReturn = publicRoute({
  method: 'get',
  path: '/v1/payments/:id/return',
  permission: 'public',
  operationId: 'returnPayer',
  tag: 'Payers',
  summary: 'Where the payer’s browser comes back from the hosted page',
  request: { params: paymentParams },
  responses: {
    200: { description: 'A page that says how the payment stands', contentType: 'text/html' },
    303: {
      description: 'To the payment’s `returnUrl`, with `paymentId` and `status`',
      headers: { Location: 'The channel’s page' },
    },
    404: { description: 'A page that says that there is no such payment', contentType: 'text/html' },
  },
  async handle({ deps, params }) {
    const record = await hostedPayment(deps, params.id);
    if (!record) return noSuchPaymentPage();
    const { order } = record;
    const state = await outcome(deps, record);
    const { returnUrl } = order.source as { returnUrl?: string };
    if (returnUrl === undefined) return outcomePage(order, state);
    const target = new URL(returnUrl);
    target.searchParams.set('paymentId', order.id);
    target.searchParams.set('status', state.status);
    return { status: 303, headers: { Location: target.href } };
  },
});

async function hostedPayment(deps: ApiDeps, id: string): Promise<PaymentRecord | undefined> {
  try {
    const record = await paymentById(deps, id);
    return record.order.source.type === 'hosted_page' ? record : undefined;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

async function outcome(
  { client, store, returnWaitMs }: ApiDeps,
  record: PaymentRecord,
): Promise<PaymentState> {
  const { id } = record.order;
  if (isTerminal(record.state.status)) return record.state;
  try {
    await client.news(id);
    const result = await client.pageResult(id, returnWaitMs);
    if (result) return result;
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
  }
  return (await store.payments.get(id))?.state ?? record.state;
}
