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
   * Erases a card number: its payment was cancelled, or has ended. One that is gone already counts as succeeded, so it may be
   * repeated; never `declined`.
   */
  erase(token: string, options?: CallOptions): Promise<Outcome<{ token: string }>>;
  /** Lets the kept connections go. */
  close(): Promise<void>;
}
