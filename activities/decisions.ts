import type { Actor } from '../domain/actors';
import type { PaymentOrder } from '../domain/orders';
import { declined, succeeded } from '../domain/outcomes';
import type { Fact, PaymentState } from '../domain/payments';
import type { Step } from '../domain/steps';
import { log } from './log';
import type { LogDeps } from './log';

/**
 * Settles the leg that nobody could, by a person's word. What is settled follows from the payment as the workflow knew it,
 * so that a repetition can't be taken for a word about the next leg: it finds its own fact there, and does nothing.
 */
export async function decide(
  deps: LogDeps,
  order: PaymentOrder,
  state: PaymentState,
  decision: 'succeeded' | 'declined',
  actor: Actor,
  note: string,
): Promise<PaymentState> {
  const settled = decisionFact(order, state, decision, note);
  if (!settled) {
    return log(deps, order, state, { type: 'attention_cleared', of: state.attention, actor, note }, actor);
  }
  const outcome =
    decision === 'succeeded' ? succeeded({ externalId: decidedId(order) }) : declined('resolved_by_person');
  return log(deps, order, state, settled.fact, actor, { step: settled.step, outcome });
}

function decisionFact(
  order: PaymentOrder,
  state: PaymentState,
  decision: 'succeeded' | 'declined',
  note: string,
): { step: Step; fact: Fact } | undefined {
  if (state.attention === 'outcome_contradicts') return undefined;
  const externalId = decidedId(order);
  const code = 'resolved_by_person';
  const yes = decision === 'succeeded';
  switch (state.status) {
    case 'processing': {
      const step = order.source.type === 'hosted_page' ? 'capture' : 'fund';
      const fact: Fact = yes
        ? { type: 'funding_succeeded', externalId, note }
        : { type: 'funding_declined', code, note };
      return { step, fact };
    }
    case 'funded': {
      const fact: Fact = yes
        ? { type: 'crediting_succeeded', externalId, note }
        : { type: 'crediting_declined', code, note };
      return { step: 'credit', fact };
    }
    case 'reversing':
      return yes ? { step: 'reverse', fact: { type: 'reversal_succeeded', externalId, note } } : undefined;
    default:
      return undefined;
  }
}

const decidedId = (order: PaymentOrder): string => `${order.id}.resolved`;
