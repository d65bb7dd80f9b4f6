import { ProtocolError, notFound } from '../endpoint';
import type { Money } from '../schemas';
import { newId } from '../ids';
import type { Journal } from '../journal';
import type { OperationLog } from '../operation-log';
import type { Account, Accounts } from './accounts';
import {
  isSameRegistration,
  isSameReversal,
  type Recorded,
  type RecordedRegistration,
  type RecordedReversal,
  type Registration,
  type RegistrationRequest,
  type Reversal,
  type ReversalRequest,
  refusalOfReversal,
  viewOf,
} from './books';

/** Above this a registration is refused; minor units of any currency. */
export const MAX_AMOUNT = 10_000_000;

/**
 * The credit adjustments of the biller, and what was taken back of them. While `idempotent`, a reference is executed
 * once and answered alike for ever after; otherwise each request is executed anew.
 */
export class Registrations {
  idempotent = true;
  private readonly latest = new Map<string, Recorded>();
  private readonly byId = new Map<string, RecordedRegistration>();

  constructor(
    private readonly journal: Journal,
    private readonly log: OperationLog,
    private readonly accounts: Accounts,
  ) {
    // Journals of before reversals in part name no kind.
    journal.on<RecordedRegistration>('biller.registration', (done) =>
      this.applyRegistration({ ...done, kind: 'registration', takenBack: 0 }),
    );
    journal.on<RecordedReversal>('biller.reversal', (done) => this.applyReversal(done));
  }

  register(request: RegistrationRequest, reject?: string): Registration {
    const first = this.first(request.reference);
    if (first === undefined) return this.commit(request, reject);
    if (first.kind === 'registration' && isSameRegistration(first, request)) return viewOf(first);
    throw reused();
  }

  /** Takes some or all of the latest registration under a reference back. */
  reverse(request: ReversalRequest, reject?: string): Reversal {
    const first = this.first(request.reference);
    if (first !== undefined && !isSameReversal(first, request)) throw reused();
    return first ? viewOf(first) : this.commitReversal(request, reject);
  }

  /** The latest operation under a reference. */
  find(reference: string): Registration | Reversal | undefined {
    const recorded = this.latest.get(reference);
    return recorded && viewOf(recorded);
  }

  clear(): void {
    this.idempotent = true;
    this.latest.clear();
    this.byId.clear();
  }

  private first(reference: string): Recorded | undefined {
    return this.idempotent ? this.latest.get(reference) : undefined;
  }

  private commit(request: RegistrationRequest, reject?: string): Registration {
    const { reference, amount } = request;
    const account = this.accounts.find(request.account.by, request.account.value);
    const refusalCode = reject ?? refusalOf(account, amount);
    const registration: RecordedRegistration = {
      kind: 'registration',
      id: newId('reg'),
      reference,
      status: refusalCode === undefined ? 'registered' : 'refused',
      refusalCode,
      accountId: account?.accountId,
      amount,
      createdAt: new Date().toISOString(),
      request,
      takenBack: 0,
    };
    this.journal.append('biller.registration', registration);
    this.applyRegistration(registration);
    return viewOf(registration);
  }

  private commitReversal({ reference, registration, amount }: ReversalRequest, reject?: string): Reversal {
    const about = this.latest.get(registration);
    if (about?.kind !== 'registration') throw notFound('registration');
    const refusalCode = reject ?? refusalOfReversal(about, amount, this.idempotent);
    const reversal: RecordedReversal = {
      kind: 'reversal',
      id: newId('rev'),
      reference,
      registration,
      status: refusalCode === undefined ? 'reversed' : 'refused',
      refusalCode,
      accountId: about.accountId,
      amount,
      createdAt: new Date().toISOString(),
      registrationId: about.id,
    };
    this.journal.append('biller.reversal', reversal);
    this.applyReversal(reversal);
    return viewOf(reversal);
  }

  private applyRegistration(registration: RecordedRegistration): void {
    this.latest.set(registration.reference, registration);
    this.byId.set(registration.id, registration);
    this.log.add({ target: 'biller', ...viewOf(registration) });
    if (registration.status === 'registered') this.credit(registration, registration.amount.value);
  }

  private applyReversal(reversal: RecordedReversal): void {
    const registration = this.byId.get(reversal.registrationId);
    if (registration === undefined) return;
    this.latest.set(reversal.reference, reversal);
    const { registration: subject, ...visible } = viewOf(reversal);
    this.log.add({ target: 'biller', ...visible, subject });
    if (reversal.status === 'refused') return;
    registration.takenBack += reversal.amount.value;
    if (registration.takenBack >= registration.amount.value) registration.status = 'reversed';
    this.credit(registration, -reversal.amount.value);
  }

  private credit({ accountId }: Registration, value: number): void {
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

function reused(): ProtocolError {
  const message = 'This reference belongs to another operation.';
  return new ProtocolError(422, 'reference_reused', message, 'reference');
}
