import type { DeclineCode } from '../../domain/declines';
import type { Money } from '../../domain/money';
import type { AccountRef } from '../../domain/orders';
import { declined, type Outcome, succeeded } from '../../domain/outcomes';
import type { RegisterRequest, Registration, ReverseRequest } from './biller';

export interface FakeRegistration {
  id: string;
  reference: string;
  account: AccountRef;
  amount: Money;
  refused?: DeclineCode;
  /** Minor units that were taken back. */
  takenBack: number;
}

export interface FakeReversal {
  id: string;
  reference: string;
  /** Reference of what it takes back. */
  registration: string;
  amount: Money;
  refused?: DeclineCode;
}

/** What stands in the fake biller's accounts, in order, duplicates and refusals included. */
export class FakeBillerBooks {
  readonly registrations: FakeRegistration[] = [];
  readonly reversals: FakeReversal[] = [];

  constructor(private readonly idempotent: boolean) {}

  register({ reference, account, amount }: RegisterRequest, refused?: DeclineCode): Outcome<Registration> {
    const first = this.idempotent ? this.registration(reference) : undefined;
    if (first !== undefined) return outcomeOf(first);
    const id = `reg_${this.registrations.length + 1}`;
    const registration = { id, reference, account, amount, refused, takenBack: 0 };
    this.registrations.push(registration);
    return outcomeOf(registration);
  }

  reverse({ reference, registration, amount }: ReverseRequest, refused?: DeclineCode): Outcome<Registration> {
    const first = this.idempotent ? this.reversal(reference) : undefined;
    if (first !== undefined) return outcomeOf(first);
    const about = this.registration(registration);
    const id = `rev_${this.reversals.length + 1}`;
    const refusal = refused ?? refusalOf(about, amount, this.idempotent);
    const reversal = { id, reference, registration, amount, refused: refusal };
    this.reversals.push(reversal);
    if (refusal === undefined && about !== undefined) about.takenBack += amount.value;
    return outcomeOf(reversal);
  }

  find(reference: string): Outcome<Registration> | undefined {
    const found = this.registration(reference) ?? this.reversal(reference);
    return found && outcomeOf(found);
  }

  private registration(wanted: string): FakeRegistration | undefined {
    return this.registrations.findLast(({ reference }) => reference === wanted);
  }

  private reversal(wanted: string): FakeReversal | undefined {
    return this.reversals.findLast(({ reference }) => reference === wanted);
  }
}

/** With `strict` off, only the size of a single reversal is limited. */
function refusalOf(
  about: FakeRegistration | undefined,
  { value, currency }: Money,
  strict: boolean,
): DeclineCode | undefined {
  if (about === undefined || about.refused !== undefined) return 'biller_error';
  if (about.amount.currency !== currency) return 'currency_mismatch';
  return value > about.amount.value - (strict ? about.takenBack : 0) ? 'amount_out_of_range' : undefined;
}

/** A registration of which nothing is left counts as registered no more. */
function outcomeOf(done: FakeRegistration | FakeReversal): Outcome<Registration> {
  const isGone = 'takenBack' in done && done.refused === undefined && done.takenBack >= done.amount.value;
  const refusal = done.refused ?? (isGone ? 'biller_error' : undefined);
  return refusal === undefined ? succeeded({ externalId: done.id }) : declined(refusal);
}
