import { EngineUnavailable } from '../../client/interfaces';
import type { PaymentOrder } from '../../domain/orders';
import type { PaymentState } from '../../domain/payments';
import { firstStepOf, referenceOf } from '../../domain/steps';
import { StoreUnavailable } from '../../store/interfaces/failures';
import type { NewIntent, PaymentRecord, Received, ReceivedBefore } from '../../store/interfaces/payments';
import type { ApiDeps } from '../deps';
import { AGAIN_SOON, REPLAYED } from '../http/idempotency';
import { Problem } from '../http/problems';
import { route } from '../http/route';
import type { Answer } from '../http/route';
import { actorOf, ownKey } from '../people/caller';
import { askedOf } from '../rules/asked-payments';
import type { Asked, CreateCall } from '../rules/asked-payments';
import { isLetIn, refusalOf } from '../rules/taking-on';
import { createPaymentExamples, createdExamples } from '../schemas/examples';
import { createPaymentSchema } from '../schemas/requests';
import { paymentView } from '../schemas/responses';
import { paymentAnswer } from '../views/payment-view';

type Replayed = Extract<Received, { kind: 'replayed' }>;

/** A payment that was received so long ago and has no outcome may have lost the process that received it. */
const STARTED_BY_THEN_MS = 5_000;

const LOCATION = { Location: 'The payment' };

export const createPayment = route({
  method: 'post',
  path: '/v1/payments',
  permission: 'payments:create',
  operationId: 'createPayment',
  tag: 'Payments',
  summary: 'Take a payment',
  description:
    'Takes money from a registered card, or opens a hosted page for the payer, and credits it to an account. ' +
    'While the line is down, people may have a card charged later whose number they keyed into the vault. ' +
    'The answer tells how the funding went; crediting goes on by itself.',
  request: { body: createPaymentSchema },
  requestExamples: createPaymentExamples,
  responses: {
    201: {
      description:
        'The funding is decided: `funded`, `succeeded`, `declined`, or `awaiting_payer` with a `redirectUrl`',
      schema: paymentView,
      headers: LOCATION,
      examples: createdExamples,
    },
    202: {
      description:
        'Taken on, and still `processing`, or `batched` until the line is back: get the payment later, or send this request again',
      schema: paymentView,
      headers: LOCATION,
    },
  },
  problems: [
    'card_not_found',
    'person_required',
    'amount_out_of_limits',
    'line_up',
    'line_down',
    'vault_token_used',
    'idempotency_key_reused',
    'request_in_progress',
  ],
  ownIdempotency: true,
  handle: create,
});

async function create(call: CreateCall): Promise<Answer> {
  const { deps } = call;
  const asked = await askedOf(call);
  const { order, card } = asked;
  const received = (await receivedBeforeRefusal(call, asked)) ?? (await receive(call, order));
  if (received.kind === 'mismatch') throw new Problem('idempotency_key_reused');
  if (received.kind === 'token_used') throw new Problem('vault_token_used');
  if (received.kind === 'replayed') return replay(deps, received);
  if (order.batched) return takenOn(deps, received.record);
  const state = await start(deps, order);
  const record = { ...received.record, card };
  if (state && isFirstAnswer(state)) return answer(record, state);
  return answer(record, await firstAnswer(call, order, state ?? received.record.state));
}

/** Limits and lines are for new payments: one that was taken on before answers as it did then. */
async function receivedBeforeRefusal(call: CreateCall, asked: Asked): Promise<ReceivedBefore | undefined> {
  const refusal = refusalOf(call, asked);
  if (!refusal) return undefined;
  const { deps, caller, idempotency } = call;
  const { key, hash } = idempotency!;
  const before = await deps.store.payments.receivedBefore(caller.channel, ownKey(caller, key), hash);
  if (before) return before;
  if (await isLetIn(call, asked, refusal)) return undefined;
  throw refusal;
}

/** It waits for the line in its own workflow, which need not be this process's. */
async function takenOn(deps: ApiDeps, record: PaymentRecord): Promise<Answer> {
  await start(deps, record.order, false);
  return answer(record, record.state);
}

function receive({ deps, caller, idempotency }: CreateCall, order: PaymentOrder): Promise<Received> {
  const step = firstStepOf(order);
  const first: NewIntent = {
    step,
    reference: referenceOf(order.id, step),
    // A worker of this process begins at once; any other, and one that waits for the line, must take the step from the store first.
    status: deps.client.hostsWorker && !order.batched ? 'sent' : 'ready',
  };
  const idempotencyKey = ownKey(caller, idempotency!.key);
  const requestHash = idempotency!.hash;
  return deps.store.payments.receive(order, { idempotencyKey, requestHash, actor: actorOf(caller), first });
}

/** Undefined where the engine did not take it: the payment is in the store by now, and the sweeper starts it. */
async function start(deps: ApiDeps, order: PaymentOrder, fresh = true): Promise<PaymentState | undefined> {
  try {
    return await deps.client.start(order, { fresh, waitMs: fresh ? deps.answerWaitMs : 0 });
  } catch (error) {
    if (!(error instanceof EngineUnavailable || error instanceof StoreUnavailable)) throw error;
    const { name, message: reason } = error;
    deps.log.warn({ paymentId: order.id, error: name, reason }, 'payment not started; the sweeper will');
    return undefined;
  }
}

async function replay(deps: ApiDeps, { record, answered }: Replayed): Promise<Answer> {
  const state = answered ?? record.state;
  const settled = state.status !== 'processing';
  if (settled || state.funding.status === 'unknown')
    return { ...answer(record, state), ...replayedHeaders(record) };
  // A younger one is being started by the request that made it; a second start could only take it away from there.
  const age = deps.now().getTime() - Date.parse(record.order.createdAt);
  if (age > STARTED_BY_THEN_MS) await start(deps, record.order, false);
  throw new Problem('request_in_progress', AGAIN_SOON);
}

/**
 * A slow answer may come when the payment has already moved on, and none may come although the store has it. The caller
 * gets the state that a repetition of the request would get, so that both are the same.
 */
async function firstAnswer(
  call: CreateCall,
  order: PaymentOrder,
  state: PaymentState,
): Promise<PaymentState> {
  try {
    const again = await receive(call, order);
    return (again.kind === 'replayed' && again.answered) || state;
  } catch (error) {
    if (error instanceof StoreUnavailable) return state;
    throw error;
  }
}

function isFirstAnswer(state: PaymentState): boolean {
  if (state.status === 'awaiting_payer') return true;
  const straight = !state.page && state.attention === undefined;
  return (
    straight &&
    (state.status === 'declined' || (state.status === 'funded' && state.crediting.status === 'pending'))
  );
}

function answer(record: Pick<PaymentRecord, 'order' | 'card'>, state: PaymentState): Answer {
  const { order, card } = record;
  return {
    status: state.status === 'processing' || state.status === 'batched' ? 202 : 201,
    headers: locationOf(order),
    json: paymentAnswer({ order, state, card }),
  };
}

function locationOf(order: PaymentOrder): Record<string, string> {
  return { Location: `/v1/payments/${order.id}` };
}

function replayedHeaders({ order }: PaymentRecord): { headers: Record<string, string> } {
  return { headers: { ...locationOf(order), ...REPLAYED } };
}
