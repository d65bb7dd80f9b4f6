/** Looks that are under way, by what they are at. */
interface UnderWay<Key, Found> {
  get(key: Key): Promise<Found> | undefined;
  set(key: Key, look: Promise<Found>): unknown;
  delete(key: Key): unknown;
}

/** What anybody may ask for, and as often as they like: whoever does while a look is under way hears what comes of it. */
export function shareLook<Key, Found>(
  looks: UnderWay<Key, Found>,
  key: Key,
  begin: () => Promise<Found>,
): Promise<Found> {
  const underWay = looks.get(key);
  if (underWay) return underWay;
  const look = begin().finally(() => looks.delete(key));
  looks.set(key, look);
  return look;
}
