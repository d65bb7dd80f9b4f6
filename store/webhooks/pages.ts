import type { KeysetPage } from '../interfaces/reading';
import { readCursor, writeCursor, type Place } from '../cursor';

/** Where a page begins, for lists that are newest first. Throws `InvalidCursor`. */
export function afterPlace(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const { createdAt, id } = readCursor(cursor);
  return { createdAt: { lte: createdAt }, OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }] };
}

/** The page that rows make, of which one more than its limit was asked for. */
export function pageOf<Row extends Place, T>(
  rows: Row[],
  limit: number,
  asItem: (row: Row) => T,
): KeysetPage<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map(asItem), ...(rows.length > limit && last && { cursor: writeCursor(last) }) };
}
