import type { DeclineCode } from '../../domain/declines';
import type { Money } from '../../domain/money';
import type { AccountRef } from '../../domain/orders';
import { absent, declined, type Inquiry, type Outcome, succeeded } from '../../domain/outcomes';
import { type ScriptedFault, ScriptedFaults } from '../scripted-faults';
import type { Biller, BillerAccount, CallOptions, RegisterRequest, Registration } from './biller';

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

export interface FakeRegistration {
  id: string;
  reference: string;
  account: AccountRef;
  amount: Money;
  refused?: DeclineCode;
  reversed: boolean;
}

/**
 * A biller in memory. Every account exists, is active and in EUR, except values that end in 99 (closed), values
 * with `unknown` in them (not there), and those given to the constructor.
 */
export class FakeBiller implements Biller {
  readonly name: string;
  readonly absentAfterMs: number;
  /** Everything committed, in order, duplicates and refusals included. */
  readonly registrations: FakeRegistration[] = [];
  readonly calls: Partial<Record<FakeBillerOperation, number>> = {};
  idempotent: boolean;
  private readonly faults = new ScriptedFaults<FakeBillerOperation>();
  private readonly timeoutMs: number;
  private readonly accounts: readonly FakeAccount[];

  constructor(config: FakeBillerConfig) {
    this.name = config.name;
    this.timeoutMs = config.timeoutMs ?? 3000;
    this.absentAfterMs = config.absentAfterMs ?? 1000;
    this.idempotent = config.idempotent ?? true;
    this.accounts = config.accounts ?? [];
  }

  /** The next `times` calls of an operation go wrong so. */
  script(operation: FakeBillerOperation | '*', fault: ScriptedFault, times = 1): void {
    this.faults.script(operation, fault, times);
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
    return this.call('register', options, (refusal) => {
      const { reference, account, amount } = request;
      const first = this.idempotent ? this.latest(reference) : undefined;
      if (first !== undefined) return outcomeOf(first);
      const refused = refusal ?? refusalOf(this.find(account), amount);
      const id = `reg_${this.registrations.length + 1}`;
      const registration = { id, reference, account, amount, refused, reversed: false };
      this.registrations.push(registration);
      return outcomeOf(registration);
    });
  }

  async inquire(reference: string, options?: CallOptions): Promise<Inquiry<Registration>> {
    return this.call<Inquiry<Registration>>('inquire', options, () => {
      const found = this.latest(reference);
      return found === undefined ? absent : outcomeOf(found);
    });
  }

  async reverse(
    { registration }: { reference: string; registration: string },
    options?: CallOptions,
  ): Promise<Outcome<Registration>> {
    return this.call<Outcome<Registration>>('reverse', options, (refusal) => {
      const found = this.latest(registration);
      if (refusal !== undefined || found === undefined || found.refused !== undefined) {
        return declined(refusal ?? 'biller_error');
      }
      found.reversed = true;
      return succeeded({ externalId: found.id });
    });
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

  private latest(reference: string): FakeRegistration | undefined {
    return this.registrations.findLast((registration) => registration.reference === reference);
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

function outcomeOf({ id, refused, reversed }: FakeRegistration): Outcome<Registration> {
  if (refused !== undefined) return declined(refused);
  return reversed ? declined('biller_error') : succeeded({ externalId: id });
}
