import type { DeclineCode } from '../../domain/declines';
import type { Money } from '../../domain/money';
import type { AccountRef } from '../../domain/orders';
import { absent, declined, type Inquiry, type Outcome, succeeded } from '../../domain/outcomes';
import { type ScriptedFault, ScriptedFaults } from '../scripted-faults';
import type {
  Biller,
  BillerAccount,
  CallOptions,
  RegisterRequest,
  Registration,
  ReverseRequest,
} from './biller';
import { FakeBillerBooks, type FakeRegistration, type FakeReversal } from './fake-books';

export interface FakeBillerConfig {
  name: string;
  /** 3000 when absent; a scripted delay longer than it is a timeout. */
  timeoutMs?: number;
  /** 1000 when absent. */
  absentAfterMs?: number;
  /** False: a repeated reference is executed anew. */
  idempotent?: boolean;
  /** Accounts besides the rule below. */
  accounts?: FakeAccount[];
}

export interface FakeAccount extends BillerAccount {
  ref: AccountRef;
  /** Minor units of the account's currency; negative when the customer owes. */
  balance?: number;
}

export type FakeBillerOperation = 'identify' | 'balance' | 'debt' | 'register' | 'inquire' | 'reverse';

/**
 * A biller in memory. Every account exists, is active and in EUR, except values that end in 99 (closed), values
 * with `unknown` in them (not there), and those given to the constructor.
 */
export class FakeBiller implements Biller {
  readonly name: string;
  readonly absentAfterMs: number;
  private readonly books: FakeBillerBooks;
  readonly calls: Partial<Record<FakeBillerOperation, number>> = {};
  private readonly faults = new ScriptedFaults<FakeBillerOperation>();
  private readonly timeoutMs: number;
  private readonly accounts: readonly FakeAccount[];

  constructor(config: FakeBillerConfig) {
    this.name = config.name;
    this.timeoutMs = config.timeoutMs ?? 3000;
    this.absentAfterMs = config.absentAfterMs ?? 1000;
    this.books = new FakeBillerBooks(config.idempotent ?? true);
    this.accounts = config.accounts ?? [];
  }

  /** The next `times` calls of an operation go wrong so. */
  script(operation: FakeBillerOperation | '*', fault: ScriptedFault, times = 1): void {
    this.faults.script(operation, fault, times);
  }

  /** From now on all goes well: what was scripted and has not struck yet is forgotten. */
  clearScript(): void {
    this.faults.clear();
  }

  /** Every registration committed, in order, duplicates and refusals included. */
  get registrations(): readonly FakeRegistration[] {
    return this.books.registrations;
  }

  /** Every reversal likewise. */
  get reversals(): readonly FakeReversal[] {
    return this.books.reversals;
  }

  async identify(ref: AccountRef, options?: CallOptions): Promise<Outcome<BillerAccount>> {
    return this.call<Outcome<BillerAccount>>('identify', options, (refusal) => {
      const account = this.find(ref);
      if (refusal !== undefined || account === undefined) return declined(refusal ?? 'account_not_found');
      const { accountId, status, currency } = account;
      return succeeded({ accountId, status, currency });
    });
  }

  async balance(accountId: string, options?: CallOptions): Promise<Outcome<Money>> {
    return this.call('balance', options, () => this.sum(accountId, (balance) => balance));
  }

  async debt(accountId: string, options?: CallOptions): Promise<Outcome<Money>> {
    return this.call('debt', options, () => this.sum(accountId, (balance) => Math.max(0, -balance)));
  }

  async register(request: RegisterRequest, options?: CallOptions): Promise<Outcome<Registration>> {
    return this.call('register', options, (refusal) =>
      this.books.register(request, refusal ?? refusalOf(this.find(request.account), request.amount)),
    );
  }

  async reverse(request: ReverseRequest, options?: CallOptions): Promise<Outcome<Registration>> {
    return this.call('reverse', options, (refusal) => this.books.reverse(request, refusal));
  }

  async inquire(reference: string, options?: CallOptions): Promise<Inquiry<Registration>> {
    return this.call<Inquiry<Registration>>('inquire', options, () => this.books.find(reference) ?? absent);
  }

  async close(): Promise<void> {}

  private call<T extends Inquiry<unknown>>(
    operation: FakeBillerOperation,
    options: CallOptions | undefined,
    run: (refusal?: DeclineCode) => T,
  ) {
    this.calls[operation] = (this.calls[operation] ?? 0) + 1;
    return this.faults.around(operation, this.timeoutMs, options?.signal, run);
  }

  private find(ref: AccountRef): FakeAccount | undefined {
    const listed = this.accounts.find(({ ref: { by, value } }) => by === ref.by && value === ref.value);
    if (listed !== undefined || ref.value.includes('unknown')) return listed;
    const status = ref.value.endsWith('99') ? 'closed' : 'active';
    return { ref, accountId: `acc_${ref.value.replace(/^\+/, '')}`, status, currency: 'EUR' };
  }

  private sum(accountId: string, read: (balance: number) => number): Outcome<Money> {
    if (accountId.includes('unknown')) return declined('account_not_found');
    const account = this.accounts.find((candidate) => candidate.accountId === accountId);
    return succeeded({ value: read(account?.balance ?? 0), currency: account?.currency ?? 'EUR' });
  }
}

function refusalOf(account: FakeAccount | undefined, amount: Money): DeclineCode | undefined {
  if (account === undefined) return 'account_not_found';
  if (account.status === 'closed') return 'account_closed';
  return account.currency === amount.currency ? undefined : 'currency_mismatch';
}
