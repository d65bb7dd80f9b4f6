import type { DeclineCode } from '../domain/declines';
import type { Leg } from '../domain/legs';
import { TRIAL_CLAIM_MS } from '../domain/lines';
import type { Batched, Trial } from '../store/interfaces/lines';
import type { LineDeps } from './line-deps';

/**
 * `answered`: the acquirer has decided about it. `unresolved`: it was sent, and nobody knows what became of it: the line may
 * be down again. The others tell nothing of the line. `passed_over`: it was taken back meanwhile, the biller or the vault
 * had the last word, or its workflow did not take it up. `vault_silent`: the vault, which was to send it, gave no word.
 */
export type Forwarded = 'answered' | 'unresolved' | 'passed_over' | 'vault_silent';

/** `waiting`: its turn has not come to its workflow yet. `sent`: it has, and nothing more is known. */
type Seen = 'waiting' | 'sent' | Forwarded;

type Deps = Pick<LineDeps, 'payments' | 'refunds'>;

/** How long the outcome of what was sent is waited for: longer than its first attempts take. */
export const OUTCOME_MS = 20_000;

/** Said by the biller, by the vault or by a person: the acquirer was not even asked. */
const NOT_THE_ACQUIRERS: readonly (DeclineCode | undefined)[] = [
  'account_not_found',
  'account_closed',
  'currency_mismatch',
  'card_unknown',
  'resolved_by_person',
];

export async function outcomeOf(deps: Deps, item: Batched): Promise<Seen> {
  const { status, leg } = await standingOf(deps, item);
  if (status === 'batched') return 'waiting';
  if (status === 'cancelled' || leg === undefined) return 'passed_over';
  return legOutcome(deps, item, leg);
}

/** What became of the payment that was let in to try the line. `opened`: the acquirer has opened its page. */
export async function trialOutcome(deps: Deps, { paymentId, claimedMsAgo }: Trial): Promise<Seen | 'opened'> {
  const state = (await deps.payments.get(paymentId))?.state;
  if (!state) return claimedMsAgo > TRIAL_CLAIM_MS ? 'passed_over' : 'sent';
  // It answers, though no money moves when a page is opened.
  if (state.page) return 'opened';
  const outcome = await legOutcome(deps, { kind: 'payment', id: paymentId }, state.funding);
  return outcome === 'sent' && claimedMsAgo > OUTCOME_MS ? 'unresolved' : outcome;
}

/** What is to be thought of one that was sent, and has no outcome in time. */
export async function overdue({ payments }: Deps, { kind, id }: Batched): Promise<Forwarded> {
  // The vault answers in time what the acquirer does not.
  const vaulted = kind === 'payment' && (await payments.get(id))?.order.source.type === 'vaulted_card';
  return vaulted ? 'vault_silent' : 'unresolved';
}

/** The leg at the acquirer. */
async function standingOf(
  { payments, refunds }: Deps,
  { kind, id }: Batched,
): Promise<{ status?: string; leg?: Leg }> {
  if (kind === 'payment') {
    const state = (await payments.get(id))?.state;
    return { status: state?.status, leg: state?.funding };
  }
  const state = (await refunds.get(id))?.state;
  return { status: state?.status, leg: state?.refunding };
}

async function legOutcome(deps: Deps, item: Pick<Batched, 'kind' | 'id'>, leg: Leg): Promise<Seen> {
  if (leg.status === 'pending') return 'sent';
  if (leg.status === 'unknown') return (await isVaultSilent(deps, item)) ? 'vault_silent' : 'unresolved';
  // It was tried for as long as its payer waits.
  if (leg.code === 'acquirer_unavailable') return 'unresolved';
  return NOT_THE_ACQUIRERS.includes(leg.code) ? 'passed_over' : 'answered';
}

async function isVaultSilent(
  { payments }: Deps,
  { kind, id }: Pick<Batched, 'kind' | 'id'>,
): Promise<boolean> {
  if (kind !== 'payment') return false;
  const facts = await payments.facts(id);
  return facts.some(({ fact }) => fact.type === 'funding_unknown' && fact['reason'] === 'vault_silent');
}
