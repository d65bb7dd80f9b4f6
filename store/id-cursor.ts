import { InvalidCursor } from './interfaces/reading';

/** Where a page ended, for lists in the order of a number. */
export function writeIdCursor(id: string): string {
  return Buffer.from(`below ${id}`).toString('base64url');
}

/** Throws `InvalidCursor` for anything that `writeIdCursor` does not write. */
export function readIdCursor(cursor: string): string {
  const id = /^below ([1-9]\d{0,17})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (id === undefined || writeIdCursor(id) !== cursor) {
    throw new InvalidCursor('the cursor is not one that a list gave out');
  }
  return id;
}
