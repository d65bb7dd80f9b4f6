import type { Money } from '../../domain/money';
import type { Inquiry, Outcome } from '../../domain/outcomes';

/** A registered card as the acquirer describes it: nothing here can be charged without the acquirer's key. */
export interface Card {
  token: string;
  brand: string;
  last4: string;
  expiryMonth: number;
  expiryYear: number;
}

export interface Authorisation {
  /** The acquirer's own id. */
  externalId: string;
  captured: boolean;
}

interface AuthorisationTerms {
  /** Our key for this operation; repeated calls carry the same one. */
  reference: string;
  amount: Money;
  /** Take the money at once instead of holding it. */
  capture: boolean;
}

/** By the acquirer's token of a registered card, or by the vault's token of a card number keyed in during an outage. */
export type AuthoriseRequest = AuthorisationTerms &
  ({ token: string; vaultToken?: undefined } | { token?: undefined; vaultToken: string });

export interface PageRequest {
  reference: string;
  amount: Money;
  /** Where the payer's browser comes back to. */
  returnUrl: string;
  /** Where the acquirer tells us the result. */
  callbackUrl: string;
  /** RFC 3339. */
  expiresAt: string;
  saveCard: boolean;
}

/** How a hosted page stands. `declined` is final: the payer can't try again on it. */
export type Page =
  | { status: 'open'; url: string }
  | { status: 'authorised'; externalId: string; card?: Card }
  | { status: 'expired' };

export interface CallOptions {
  /** Ends the wait with `unknown`, not failed. What has not been sent by then (it may wait for a connection) never is. */
  signal?: AbortSignal;
}

export interface OpenedPage {
  url: string;
  /** The acquirer's own id of the page. */
  externalId: string;
}

export interface PageOptions extends CallOptions {
  /** The page's own id where it is known: saves a search at acquirers that can't look up by our reference. */
  externalId?: string;
}

/** A callback whose signature was found good. It is news only: the workflow asks the acquirer what is true. */
export interface AcquirerNews {
  reference: string;
}

/**
 * A card acquirer. No method throws for what the outside world does: every answer is an outcome, and
 * whatever happens after the request may have left is `unknown`. Programming errors do throw.
 * Amounts are minor units. `reference` is our own key (business id and step).
 */
export interface Acquirer {
  readonly name: string;
  /**
   * After how many milliseconds since sending "never seen" is believed: longer than the acquirer can take
   * to process a request that is still on the way to it.
   */
  readonly absentAfterMs: number;

  /**
   * Whether the line is there: `down` where nothing answers in time, or what answers is broken (a 5xx). An acquirer that
   * answers and refuses us is `up`. Changes nothing there.
   */
  probe(options?: CallOptions): Promise<Line>;

  /**
   * Charges (`capture: true`) or holds a registered card, or one whose number is in the vault: that is sent by the vault, so
   * here too `unknown` may mean that nothing has left yet (`vault_silent`: the vault gave no word). `declined` with `card_unknown` where the vault has no such
   * number any more and never had an answer about it; with `card_not_supported` where the acquirer takes no numbers from us.
   */
  authorise(request: AuthoriseRequest, options?: CallOptions): Promise<Outcome<Authorisation>>;
  /** What became of an authorisation made with `authorise` or on a page. `declined` means nothing is held. */
  inquireAuthorisation(reference: string, options?: CallOptions): Promise<Inquiry<Authorisation>>;

  /** Takes the money that the authorisation holds, in full. */
  capture(request: LaterRequest, options?: CallOptions): Promise<Outcome<Confirmation>>;
  /** Lets an authorisation go that was not captured. Already let go counts as succeeded. */
  release(request: ReleaseRequest, options?: CallOptions): Promise<Outcome<Confirmation>>;
  /**
   * Gives back captured money, in full or in part: several refunds may follow each other, each under its own reference,
   * and one that would exceed what was captured is `declined`.
   */
  refund(request: LaterRequest, options?: CallOptions): Promise<Outcome<Confirmation>>;
  /** What became of a capture, release or refund, by its own reference. */
  inquire(
    operation: LaterOperation,
    request: ReleaseRequest,
    options?: CallOptions,
  ): Promise<Inquiry<Confirmation>>;

  /** Opens a hosted card page, which authorises without capturing. The same reference gives the same page. */
  openPage(request: PageRequest, options?: CallOptions): Promise<Outcome<OpenedPage>>;
  inquirePage(reference: string, options?: PageOptions): Promise<Inquiry<Page>>;
  /**
   * Closes a page, and says how it then stands: a payer may have been quicker (`authorised`). It may be repeated: a page
   * that is over stays as it is. `unknown` where the answer is lost: the page may still be open, so ask again before
   * the payment is called expired.
   */
  expirePage(reference: string, options?: PageOptions): Promise<Inquiry<Page>>;

  /**
   * Describes a token that the acquirer gave to a channel's own card form, and ties it to the customer where the
   * acquirer wants that; `declined` with `card_unknown` where there is none.
   */
  registerCard(token: string, customerId: string, options?: CallOptions): Promise<Outcome<Card>>;

  /** Checks a callback's signature; undefined where it is not genuine or speaks of nothing of ours. */
  readCallback(headers: Record<string, string | undefined>, rawBody: Buffer): AcquirerNews | undefined;

  /** Lets the kept connections go. */
  close(): Promise<void>;
}

export type LaterOperation = 'capture' | 'release' | 'refund';

export interface ReleaseRequest {
  /** This operation's own key. */
  reference: string;
  /** The key of the authorisation that it is about. */
  authorisation: string;
  /** The acquirer's own id of that authorisation where it is known; it saves a search, as for a page. */
  authorisationId?: string;
}

export interface LaterRequest extends ReleaseRequest {
  amount: Money;
}

export type Line = 'up' | 'down';

export interface Confirmation {
  externalId: string;
}
