import type { Actor } from './actors';
import type { Money } from './money';

/** How a payer is known to a biller. */
export interface AccountRef {
  by: 'msisdn' | 'account' | 'contract';
  value: string;
}

/** Where the receipt goes. Phone in E.164, language as a BCP 47 tag. */
export interface ReceiptTo {
  phone?: string;
  email?: string;
  language?: string;
}

/** A card registered before: Tillflow only ever holds the acquirer's token for it. */
export interface RegisteredCardSource {
  type: 'card';
  cardId: string;
  token: string;
}

/** The acquirer's hosted card page: the payer types the number there, never here. */
export interface HostedPageSource {
  type: 'hosted_page';
  /** Where the payer's browser goes when all is done; the API's own page when absent. */
  returnUrl?: string;
  /** Keep the card for the customer after a payment that goes well. */
  saveCard: boolean;
  /** RFC 3339; after it the page is closed and a late result is released. */
  expiresAt: string;
}

/** A card whose number was keyed in during an outage: it is in the vault, which sends it, and Tillflow only holds its token. */
export interface VaultedCardSource {
  type: 'vaulted_card';
  vaultToken: string;
  brand: string;
  last4: string;
}

/** What was asked for: fixed when it is accepted, never changed afterwards. */
export interface PaymentOrder {
  /** `pay_` and a ULID; the workflow's id, and the stem of every external reference. */
  id: string;
  amount: Money;
  account: AccountRef;
  source: RegisteredCardSource | HostedPageSource | VaultedCardSource;
  acquirer: string;
  biller: string;
  /** The channel that asked. */
  channel: string;
  customerId?: string;
  /** The channel's own reference: kept and shown, never interpreted. */
  reference?: string;
  receipt?: ReceiptTo;
  /** Accepted while the acquirer's line was down: it is sent when the line is back, however late. */
  batched?: true;
  /** The person who made it at the console; absent where a channel's program did. */
  createdBy?: Actor;
  /** RFC 3339. */
  createdAt: string;
}
