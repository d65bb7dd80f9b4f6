import type { FoundAccount } from '../api/deps';
import type { AccountRef } from '../domain/orders';
import type { Outcome } from '../domain/outcomes';
import type { Biller } from '../gateways/biller/biller';

/** Looks an account up for a person who waits: who it is, and what it owes as far as the biller says it in time. */
export function accountLookUp(
  biller: Pick<Biller, 'identify' | 'balance' | 'debt'>,
  patienceMs: number,
): (account: AccountRef) => Promise<FoundAccount> {
  return async (account) => {
    const signal = AbortSignal.timeout(patienceMs);
    const identified = await biller.identify(account, { signal });
    if (identified.kind === 'declined') return { kind: 'not_found' };
    if (identified.kind === 'unknown') return { kind: 'unanswered' };
    const { accountId, name, status } = identified.value;
    const [balance, debt] = await Promise.all([
      biller.balance(accountId, { signal }),
      biller.debt(accountId, { signal }),
    ]);
    return { kind: 'found', accountId, name, status, balance: said(balance), debt: said(debt) };
  };
}

const said = <T>(outcome: Outcome<T>): T | undefined =>
  outcome.kind === 'succeeded' ? outcome.value : undefined;
