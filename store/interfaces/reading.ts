/** A page of a keyset: newest first; `cursor` is opaque and absent on the last page. */
export interface KeysetPage<T> {
  items: T[];
  cursor?: string;
}

/** Where an order stands among those of its kind, by when it was made. */
export interface OrderPlace {
  /** RFC 3339. */
  createdAt: string;
  id: string;
}

export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}
