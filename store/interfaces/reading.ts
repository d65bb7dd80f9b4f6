/** A page of a keyset: newest first; `cursor` is opaque and absent on the last page. */
export interface KeysetPage<T> {
  items: T[];
  cursor?: string;
}

export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}
