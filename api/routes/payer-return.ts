import { setTimeout as sleep } from 'node:timers/promises';
import { EngineUnavailable } from '../../client/interfaces';
import type { PaymentState } from '../../domain/payments';
import type { PaymentRecord } from '../../store/interfaces/payments';
import type { ApiDeps } from '../deps';
import { noSuchPaymentPage, outcomePage } from '../pages/outcome';
import { Problem } from '../http/problems';
import { publicRoute } from '../http/route';
import { shareLook } from '../http/under-way';
import { paymentParams } from '../schemas/requests';
import { paymentById } from '../views/visible-payments';

const LOOK_EVERY_MS = 150;
const TELL_EVERY_MS = 2000;
const MOST_TOLD = 10_000;
const lastTold = new Map<string, number>();
const looks = new Map<string, Promise<PaymentRecord | undefined>>();

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

/** The workflow is told only while it waits for this; then the store is watched, which costs the workflow nothing. */
async function outcome(deps: ApiDeps, record: PaymentRecord): Promise<PaymentState> {
  const { id } = record.order;
  let { state } = record;
  if (state.status === 'awaiting_payer') await tellWorkflow(deps, id);
  const until = deps.now().getTime() + deps.returnWaitMs;
  while (isOpen(state) && deps.now().getTime() < until) {
    state = (await nextLook(deps, id))?.state ?? state;
  }
  return state;
}

/** Anybody may load this page, and as often as they like: all who wait for a payment wait for one look at it. */
function nextLook({ store }: ApiDeps, id: string): Promise<PaymentRecord | undefined> {
  return shareLook(looks, id, () => sleep(LOOK_EVERY_MS).then(() => store.payments.get(id)));
}

function isOpen({ status }: PaymentState): boolean {
  return status === 'awaiting_payer' || status === 'processing';
}

/** A payer who reloads the page makes one piece of news in a while, not one each time. */
async function tellWorkflow({ client, now }: ApiDeps, id: string): Promise<void> {
  const at = now().getTime();
  if (at - (lastTold.get(id) ?? 0) < TELL_EVERY_MS) return;
  if (lastTold.size >= MOST_TOLD) lastTold.delete(lastTold.keys().next().value!);
  lastTold.delete(id);
  lastTold.set(id, at);
  try {
    await client.news(id);
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
  }
}
