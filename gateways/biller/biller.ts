import type { Money } from '../../domain/money';
import type { AccountRef } from '../../domain/orders';
import type { Inquiry, Outcome } from '../../domain/outcomes';

export interface BillerAccount {
  accountId: string;
  status: 'active' | 'closed';
  /** ISO 4217. */
  currency: string;
  name?: string;
}

export interface RegisterRequest {
  /** Our key for this registration; repeated calls carry the same one. */
  reference: string;
  account: AccountRef;
  amount: Money;
  /** RFC 3339: when the payer paid, which may be long before the biller hears of it. */
  paidAt: string;
  channel: string;
}

/** A registration, or a reversal of one, as the biller confirms it. */
export interface Registration {
  /** The biller's own id. */
  externalId: string;
}

export interface ReverseRequest {
  /** This reversal's own key. */
  reference: string;
  /** The key of the registration that it is about. */
  registration: string;
  /** All of what was registered, or a part: several reversals may follow each other, never of more than it was. */
  amount: Money;
}

export interface CallOptions {
  signal?: AbortSignal;
}

/**
 * A billing system, where payments become credit adjustments. Like an acquirer, it never throws for what the
 * outside world does.
 */
export interface Biller {
  readonly name: string;
  /** After how many milliseconds since sending "never seen" is believed. */
  readonly absentAfterMs: number;

  /** Who the payer is; `declined` with `account_not_found` where nobody is. */
  identify(account: AccountRef, options?: CallOptions): Promise<Outcome<BillerAccount>>;
  /** In the account's currency; negative when the customer owes. */
  balance(accountId: string, options?: CallOptions): Promise<Outcome<Money>>;
  debt(accountId: string, options?: CallOptions): Promise<Outcome<Money>>;
  /** Registers a payment as a credit adjustment. */
  register(request: RegisterRequest, options?: CallOptions): Promise<Outcome<Registration>>;
  /**
   * Takes some or all of a registration back. `declined` with `amount_out_of_range` where that is more than is left of it,
   * with `biller_error` where there is none.
   */
  reverse(request: ReverseRequest, options?: CallOptions): Promise<Outcome<Registration>>;
  /**
   * What became of a registration or a reversal, by its own reference. A registration of which nothing is left counts as
   * `declined`; one that was taken back in part is still `succeeded`.
   */
  inquire(reference: string, options?: CallOptions): Promise<Inquiry<Registration>>;
  /** Lets the kept connections go. */
  close(): Promise<void>;
}
