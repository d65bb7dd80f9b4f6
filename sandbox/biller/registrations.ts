import { ProtocolError, notFound } from '../endpoint';
import type { Money } from '../schemas';
import { newId } from '../ids';
import type { Journal } from '../journal';
import type { OperationLog } from '../operation-log';
import type { Account, AccountBy, Accounts } from './accounts';

/** Above this a registration is refused; minor units of any currency. */
export const MAX_AMOUNT = 10_000_000;

export interface RegistrationRequest {
  reference: string;
  account: { by: AccountBy; value: string };
  amount: Money;
  kind: 'credit_adjustment';
  paidAt: string;
  channel: string;
}

/** A registration as the protocol answers it. */
export interface Registration {
  id: string;
  reference: string;
  status: 'registered' | 'refused' | 'reversed';
  refusalCode?: string;
  accountId?: string;
  amount: Money;
  createdAt: string;
}

interface Recorded extends Registration {
  request: RegistrationRequest;
}

interface Reversal {
  id: string;
  reference: string;
  registration: { id: string; reference: string };
  createdAt: string;
}

/**
 * The credit adjustments of the biller. While `idempotent`, a reference is registered once and answered alike for
 * ever after; otherwise each request credits the account anew.
 */
export class Registrations {
  idempotent = true;
  private readonly latest = new Map<string, Recorded>();
  private readonly byId = new Map<string, Recorded>();

  constructor(
    private readonly journal: Journal,
    private readonly log: OperationLog,
    private readonly accounts: Accounts,
  ) {
    journal.on<Recorded>('biller.registration', (registration) => this.applyRegistration(registration));
    journal.on<Reversal>('biller.reversal', (reversal) => this.applyReversal(reversal));
  }

  register(request: RegistrationRequest, reject?: string): Registration {
    const first = this.idempotent ? this.latest.get(request.reference) : undefined;
    if (first === undefined) return this.commit(request, reject);
    if (isSame(first.request, request)) return view(first);
    throw new ProtocolError(
      422,
      'reference_reused',
      'This reference belongs to another registration.',
      'reference',
    );
  }

  find(reference: string): Registration | undefined {
    const registration = this.latest.get(reference);
    return registration && view(registration);
  }

  /** Takes the latest registration under a reference back. Taken back already, it is answered as it is. */
  reverse(about: string, reference: string): Registration {
    const registration = this.latest.get(about);
    if (registration === undefined) throw notFound('registration');
    if (registration.status === 'refused') {
      throw new ProtocolError(409, 'not_registered', 'It was refused, so there is nothing to take back.');
    }
    if (registration.status === 'registered') {
      const { id } = registration;
      const createdAt = new Date().toISOString();
      const reversal = { id: newId('rev'), reference, registration: { id, reference: about }, createdAt };
      this.applyReversal(reversal);
      this.journal.append('biller.reversal', reversal);
    }
    return view(registration);
  }

  clear(): void {
    this.idempotent = true;
    this.latest.clear();
    this.byId.clear();
  }

  private commit(request: RegistrationRequest, reject?: string): Registration {
    const { reference, amount } = request;
    const account = this.accounts.find(request.account.by, request.account.value);
    const refusalCode = reject ?? refusalOf(account, amount);
    const registration: Recorded = {
      id: newId('reg'),
      reference,
      status: refusalCode === undefined ? 'registered' : 'refused',
      refusalCode,
      accountId: account?.accountId,
      amount,
      createdAt: new Date().toISOString(),
      request,
    };
    this.applyRegistration(registration);
    this.journal.append('biller.registration', registration);
    return view(registration);
  }

  private applyRegistration(registration: Recorded): void {
    this.latest.set(registration.reference, registration);
    this.byId.set(registration.id, registration);
    this.log.add({ target: 'biller', kind: 'registration', ...view(registration) });
    if (registration.status === 'registered') this.credit(registration, registration.amount.value);
  }

  private applyReversal({ registration: about, ...reversal }: Reversal): void {
    const registration = this.byId.get(about.id);
    if (registration === undefined) return;
    registration.status = 'reversed';
    const { accountId, amount } = registration;
    this.log.add({
      target: 'biller',
      kind: 'reversal',
      status: 'reversed',
      ...reversal,
      subject: about.reference,
      accountId,
      amount,
    });
    this.credit(registration, -amount.value);
  }

  private credit({ accountId }: Recorded, value: number): void {
    const account = accountId === undefined ? undefined : this.accounts.find('account', accountId);
    if (account) account.balance += value;
  }
}

function refusalOf(account: Account | undefined, amount: Money): string | undefined {
  if (account === undefined) return 'account_not_found';
  if (account.status === 'closed') return 'account_closed';
  if (account.currency !== amount.currency) return 'currency_mismatch';
  return amount.value > MAX_AMOUNT ? 'amount_out_of_range' : undefined;
}

function isSame(first: RegistrationRequest, again: RegistrationRequest): boolean {
  return (
    first.account.by === again.account.by &&
    first.account.value === again.account.value &&
    first.amount.value === again.amount.value &&
    first.amount.currency === again.amount.currency
  );
}

function view({ request: _, ...registration }: Recorded): Registration {
  return registration;
}
