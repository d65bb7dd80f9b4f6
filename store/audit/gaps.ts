/**
 * Ids that were below the highest one sealed, and had not committed: a transaction still running, or one that
 * came to nothing. Bounds are inclusive.
 */
export interface Gap {
  from: bigint;
  to: bigint;
  /** Every transaction that could hold these ids has an id below this one. */
  horizon: bigint;
}

/** As it is kept: JSON has no big integers. */
export type StoredGap = Record<keyof Gap, string>;

export const readGap = (gap: StoredGap): Gap => ({
  from: BigInt(gap.from),
  to: BigInt(gap.to),
  horizon: BigInt(gap.horizon),
});

export const storeGap = (gap: Gap): StoredGap => ({
  from: String(gap.from),
  to: String(gap.to),
  horizon: String(gap.horizon),
});

/** The ids between `top` and the last of `ids` (ascending) that are missing. */
export function gapsBetween(top: bigint, ids: bigint[], horizon: bigint): Gap[] {
  const gaps: Gap[] = [];
  let expected = top + 1n;
  for (const id of ids) {
    if (id > expected) gaps.push({ from: expected, to: id - 1n, horizon });
    expected = id + 1n;
  }
  return gaps;
}

/** What is left of a gap once `ids` (ascending, all within it) are filled. */
export function without(gap: Gap, ids: bigint[]): Gap[] {
  const rest = gapsBetween(gap.from - 1n, ids, gap.horizon);
  const end = (ids.at(-1) ?? gap.from - 1n) + 1n;
  return end > gap.to ? rest : [...rest, { ...gap, from: end }];
}
