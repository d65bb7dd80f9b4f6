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

export interface Registration {
  /** The biller's own id. */
  externalId: string;
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
  inquire(reference: string, options?: CallOptions): Promise<Inquiry<Registration>>;
  /** Takes a registration back; already taken back counts as succeeded. */
  reverse(
    request: { reference: string; registration: string },
    options?: CallOptions,
  ): Promise<Outcome<Registration>>;
  /** Lets the kept connections go. */
  close(): Promise<void>;
}
