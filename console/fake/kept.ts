/** What a browser sent. Unlike the real vault, this one can be asked. */
export interface KeyedIn {
  token: string;
  number: string;
  expiryMonth: number;
  expiryYear: number;
}

export interface Vault {
  /** Good once. */
  tickets: Set<string>;
  kept: KeyedIn[];
  /** Tokens that a payment was made with. */
  paid: Set<string>;
  /** The code that it refuses the next number with. */
  refuses?: string;
}

export const makeVault = (): Vault => ({ tickets: new Set(), kept: [], paid: new Set() });
