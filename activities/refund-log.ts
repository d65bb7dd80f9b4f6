import type { Actor } from '../domain/actors';
import { WORKFLOW_ACTOR } from '../domain/actors';
import { refundPostingsFor } from '../domain/ledger';
import { IllegalRefundFact, applyToRefund } from '../domain/refunds';
import type { RefundFact, RefundOrder, RefundState } from '../domain/refunds';
import { referenceOfRefund } from '../domain/steps';
import type { RefundChange, RefundStore } from '../store/interfaces/refunds';
import { writeFact } from './fact-log';
import type { FactLog } from './fact-log';

/** What a refund's log is written with. */
export interface RefundLogDeps {
  refunds: RefundStore;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Writes a fact with its postings and the next intent, in one round trip. */
export async function logRefund(
  deps: RefundLogDeps,
  order: RefundOrder,
  from: RefundState,
  fact: RefundFact,
  actor: Actor,
  settles?: RefundChange['settles'],
): Promise<RefundState> {
  const facts: FactLog<RefundState, RefundFact> = {
    apply: applyToRefund,
    isIllegal: (error) => error instanceof IllegalRefundFact,
    record: (to) => {
      const postings = refundPostingsFor(order, fact.type);
      return deps.refunds.record({
        order,
        fact,
        actor,
        to,
        postings,
        settles,
        next: nextIntent(order, fact),
      });
    },
    current: () => currentState(deps, order),
  };
  const { state, dropped } = await writeFact(facts, from, fact);
  return dropped && contradicts(state, fact) ? raiseContradiction(deps, order, state) : state;
}

async function currentState(deps: RefundLogDeps, order: RefundOrder): Promise<RefundState> {
  const current = await deps.refunds.get(order.id);
  if (!current) throw new Error(`refund ${order.id} is not in the store`);
  return current.state;
}

/** Money has moved that the refund knows nothing of: somebody had called it otherwise. */
function contradicts(state: RefundState, fact: RefundFact): boolean {
  if (state.attention === 'outcome_contradicts') return false;
  if (fact.type === 'refunding_succeeded') return state.refunding.status !== 'succeeded';
  return fact.type === 'debiting_succeeded' && state.debiting.status !== 'succeeded';
}

function raiseContradiction(
  deps: RefundLogDeps,
  order: RefundOrder,
  state: RefundState,
): Promise<RefundState> {
  const fact: RefundFact = { type: 'attention_raised', reason: 'outcome_contradicts' };
  return logRefund(deps, order, state, fact, WORKFLOW_ACTOR);
}

function nextIntent(order: RefundOrder, fact: RefundFact): RefundChange['next'] {
  if (fact.type !== 'refunding_succeeded') return undefined;
  return { step: 'debit', reference: referenceOfRefund(order.id, 'debit'), status: 'ready' };
}
