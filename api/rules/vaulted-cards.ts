import type { z } from 'zod';
import type { LineStatus } from '../../domain/lines';
import type { VaultedCardSource } from '../../domain/orders';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import { batchingProblem } from './lines';
import { Problem } from '../http/problems';
import type { vaultedCardSchema } from '../schemas/vault';

export function vaultedSource(given: z.output<typeof vaultedCardSchema>): VaultedCardSource {
  const { type, token: vaultToken, brand, last4 } = given;
  return { type, vaultToken, brand, last4 };
}

/**
 * Why a card number in the vault can't be charged through this acquirer now; undefined where it can. It is for people who
 * may batch, while the line is down: at any other time a hosted page keeps the number away from us altogether.
 */
export function vaultedCardProblem(
  deps: Pick<ApiDeps, 'vault'>,
  caller: Caller,
  { acquirer, line }: { acquirer: string; line: LineStatus },
): Problem | undefined {
  if (caller.kind !== 'user') return new Problem('person_required');
  if (!deps.vault) return notHere('source.type', 'There is no vault here.');
  if (deps.vault.acquirer !== acquirer) {
    return notHere('amount.currency', 'The acquirer of this currency takes no card numbers from the vault.');
  }
  if (line === 'up') return new Problem('line_up');
  return batchingProblem(caller, true);
}

function notHere(path: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ path, code: 'not_allowed_value', message }] });
}
