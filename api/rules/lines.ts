import type { LineStatus } from '../../domain/lines';
import { may } from '../people/caller';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problems';

type Lines = Pick<ApiDeps, 'lines'>;

/** One that nobody has reported on counts as up. */
export function lineStatus({ lines }: Lines, acquirer: string): LineStatus {
  return lines().find((line) => line.acquirer === acquirer)?.status ?? 'up';
}

/** Until it was tried, a line that answers again counts as down. */
export function isLineDown(deps: Lines, acquirer: string): boolean {
  return lineStatus(deps, acquirer) !== 'up';
}

/** Why something can't be batched although the line is down; undefined where it can. */
export function batchingProblem(caller: Caller, asked: boolean | undefined): Problem | undefined {
  if (!asked) return new Problem('line_down', { headers: { 'Retry-After': '30' } });
  if (may(caller, 'payments:batch')) return undefined;
  return new Problem('scope_missing', { detail: 'Batching needs the scope payments:batch.' });
}

/**
 * Whether what is asked for is batched: the line is down, the caller asked for that and may. A wish to batch while the line
 * is up is no wish at all: it is sent at once.
 * @throws Problem `line_down` or `scope_missing`.
 */
export function isBatched(
  deps: Lines,
  caller: Caller,
  acquirer: string,
  asked: boolean | undefined,
): boolean {
  if (!isLineDown(deps, acquirer)) return false;
  const problem = batchingProblem(caller, asked);
  if (problem) throw problem;
  return true;
}
