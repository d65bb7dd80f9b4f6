import { EngineUnavailable } from '../../client/interfaces';
import { isTerminal } from '../../domain/payments';
import type { PaymentState } from '../../domain/payments';
import type { PaymentRecord } from '../../store/interfaces';
import type { ApiDeps } from '../deps';
import { noSuchPaymentPage, outcomePage } from '../pages/outcome';
import { within } from '../patience';
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
    const record = await found(deps, params.id);
    if (!record) return noSuchPaymentPage();
    const { order } = record;
    const state = await outcome(deps, record);
    const returnUrl = order.source.type === 'hosted_page' ? order.source.returnUrl : undefined;
    if (returnUrl === undefined) return outcomePage(order, state);
    const target = new URL(returnUrl);
    target.searchParams.set('paymentId', order.id);
    target.searchParams.set('status', state.status);
    return { status: 303, headers: { Location: target.href } };
  },
});

async function found(deps: ApiDeps, id: string): Promise<PaymentRecord | undefined> {
  try {
    return await paymentById(deps, id);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

async function outcome(deps: ApiDeps, record: PaymentRecord): Promise<PaymentState> {
  const { id } = record.order;
  if (isTerminal(record.state.status)) return record.state;
  // The engine's own limit is for one call, which its client may repeat: a browser must not wait for that.
  const result = await within(deps.returnWaitMs, askWorkflow(deps, id), undefined);
  return result ?? (await deps.store.payments.get(id))?.state ?? record.state;
}

async function askWorkflow({ client, returnWaitMs }: ApiDeps, id: string): Promise<PaymentState | undefined> {
  try {
    await client.news(id);
    return await client.pageResult(id, returnWaitMs);
  } catch (error) {
    if (error instanceof EngineUnavailable) return undefined;
    throw error;
  }
}
