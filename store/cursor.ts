import { InvalidCursor } from './interfaces/reading';

/** Where a page ended: the last item's place in (created, id), newest first. */
export interface Place {
  createdAt: Date;
  id: string;
}

export function writeCursor({ createdAt, id }: Place): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');
}

/** Throws `InvalidCursor` for anything that `writeCursor` does not write. */
export function readCursor(cursor: string): Place {
  const match = /^(\S{24}) ([\w.-]{1,64})$/.exec(Buffer.from(cursor, 'base64url').toString());
  const createdAt = new Date(match?.[1] ?? NaN);
  const id = match?.[2];
  // Nothing here is older than 1970, and Postgres knows no year 0.
  const possible = createdAt.getTime() >= 0;
  if (id === undefined || !possible || writeCursor({ createdAt, id }) !== cursor) {
    throw new InvalidCursor('the cursor is not one that a list gave out');
  }
  return { createdAt, id };
}
