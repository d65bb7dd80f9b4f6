import type { Outcome } from '../../domain/outcomes';

export interface CallOptions {
  signal?: AbortSignal;
}

/**
 * What may be asked of the vault beside sending, which goes with an acquirer's `authorise`. Never throws for what the
 * outside world does.
 */
export interface CardVault {
  /**
   * Erases a card number: the payment whose reference this is was cancelled, or has ended. One that is gone already, or was sent
   * under another reference and is left to that payment, counts as succeeded, so it may be repeated; never `declined`.
   */
  erase(token: string, reference: string, options?: CallOptions): Promise<Outcome<{ token: string }>>;
  /** Lets the kept connections go. */
  close(): Promise<void>;
}
