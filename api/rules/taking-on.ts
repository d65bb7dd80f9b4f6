import { Problem } from '../http/problems';
import { amountProblem } from './amount-limits';
import type { Asked, CreateCall } from './asked-payments';
import { batchingProblem } from './lines';
import { vaultedCardProblem } from './vaulted-cards';

/** Why a payment is not taken on as limits and lines stand; undefined where it is. */
export function refusalOf(call: CreateCall, asked: Asked): Problem | undefined {
  return amountProblem(call.deps.operating(), call.body.amount) ?? lineProblem(call, asked);
}

/** While the line is down, only what is batched is taken on. */
function lineProblem({ deps, caller, body }: CreateCall, { order, line }: Asked): Problem | undefined {
  const { source, acquirer } = order;
  if (source.type === 'vaulted_card') return vaultedCardProblem(deps, caller, { acquirer, line });
  if (line === 'up') return undefined;
  if (body.batch && order.source.type === 'hosted_page') {
    return new Problem('line_down', { detail: 'A hosted page can’t be batched: use a registered card.' });
  }
  return batchingProblem(caller, body.batch);
}

/**
 * Whether it is let in all the same, to try a line for which nothing waits. Who wants it batched waits as while the line is
 * down.
 */
export async function isLetIn(
  { deps, body }: CreateCall,
  { order, line }: Asked,
  { code }: Problem,
): Promise<boolean> {
  if (code !== 'line_down' || line !== 'trial' || body.batch) return false;
  return deps.store.lines.claimTrial(order.acquirer, order.id);
}
