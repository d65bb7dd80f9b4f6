import { activityInfo } from '@temporalio/activity';
import type { Actor } from '../domain/actors';
import { WORKFLOW_ACTOR } from '../domain/actors';
import { postingsFor } from '../domain/ledger';
import type { PaymentOrder } from '../domain/orders';
import { IllegalFact, apply } from '../domain/payments';
import type { Leg } from '../domain/legs';
import type { Fact, PaymentState } from '../domain/payments';
import { referenceOf } from '../domain/steps';
import type { Step } from '../domain/steps';
import type { Change, PaymentStore } from '../store/interfaces/payments';
import { writeFact } from './fact-log';
import type { FactLog } from './fact-log';

/** What a payment's log is written with. */
export interface LogDeps {
  payments: PaymentStore;
  /** Intents that this very process wrote for itself. */
  freshIntents: { put(reference: string, since: number): void; take(reference: string): number | undefined };
  /** Tells whoever waits in this process; called only after the store has it. */
  answers: { publish(paymentId: string, state: PaymentState): void };
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The step that a fact calls for: its intent is written along with the fact. */
const NEXT: Partial<Record<Fact['type'], Step>> = {
  payer_authorised: 'capture',
  funding_succeeded: 'credit',
  crediting_declined: 'reverse',
};

const ANSWERS: readonly Fact['type'][] = ['page_opened', 'funding_succeeded', 'funding_declined'];

/** Writes a fact with its postings and the next intent, in one round trip. */
export async function log(
  deps: LogDeps,
  order: PaymentOrder,
  from: PaymentState,
  fact: Fact,
  actor: Actor,
  settles?: Change['settles'],
): Promise<PaymentState> {
  const next = nextIntent(order, fact);
  let since = deps.now();
  const facts: FactLog<PaymentState, Fact> = {
    apply,
    isIllegal: (error) => error instanceof IllegalFact,
    record: (to) => {
      since = deps.now();
      const postings = postingsFor(order, fact.type);
      return deps.payments.record({ order, fact, actor, to, postings, settles, next });
    },
    current: () => currentState(deps, order),
  };
  const written = await writeFact(facts, from, fact);
  if (written.dropped) return dropped(deps, order, written.state, fact);
  if (next?.status === 'sent') deps.freshIntents.put(next.reference, since);
  return adopt(deps, order, written.state, fact);
}

async function currentState(deps: LogDeps, order: PaymentOrder): Promise<PaymentState> {
  const current = await deps.payments.get(order.id);
  if (!current) throw new Error(`payment ${order.id} is not in the store`);
  return current.state;
}

/**
 * What no longer fits was mostly said before, by an attempt that was given up. Where it says otherwise, money may have
 * moved that the payment knows nothing of: a person must look.
 */
async function dropped(
  deps: LogDeps,
  order: PaymentOrder,
  state: PaymentState,
  fact: Fact,
): Promise<PaymentState> {
  const leg = legOf(state, fact);
  const known = leg?.status === 'succeeded' || state.attention === 'outcome_contradicts';
  if (leg === undefined || known) return adopt(deps, order, state);
  return log(deps, order, state, { type: 'attention_raised', reason: 'outcome_contradicts' }, WORKFLOW_ACTOR);
}

/** The leg whose money a fact says has moved. */
function legOf(state: PaymentState, fact: Fact): Leg | undefined {
  if (fact.type === 'funding_succeeded') return state.funding;
  if (fact.type === 'crediting_succeeded') return state.crediting;
  return fact.type === 'reversal_succeeded' ? state.reversal : undefined;
}

/** A local activity is followed in this same process by the next one: its intent is taken for it in the same write. */
function nextIntent(order: PaymentOrder, fact: Fact): Change['next'] {
  const step = NEXT[fact.type];
  if (!step) return undefined;
  const status = activityInfo().isLocal && step === 'credit' ? 'sent' : 'ready';
  return { step, reference: referenceOf(order.id, step), status };
}

/** Takes a state over, and hands it to whoever waits for a funding answer in this process. */
export function adopt(deps: LogDeps, order: PaymentOrder, state: PaymentState, fact?: Fact): PaymentState {
  if (!fact || ANSWERS.includes(fact.type)) {
    if (state.status !== 'processing') deps.answers.publish(order.id, state);
  }
  return state;
}
