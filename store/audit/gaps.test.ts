import fc from 'fast-check';
import { gapsBetween, readGap, storeGap, without, type Gap } from './gaps';

const idsOf = (gaps: Gap[]): bigint[] =>
  gaps.flatMap(({ from, to }) =>
    Array.from({ length: Number(to - from) + 1 }, (_, index) => from + BigInt(index)),
  );

const ascending = (values: Iterable<number>): bigint[] =>
  [...new Set(values)].sort((a, b) => a - b).map(BigInt);

describe('gaps', () => {
  it('are between the ids, not above them', () => {
    expect(gapsBetween(3n, [4n, 7n, 8n, 10n], 99n)).toEqual([
      { from: 5n, to: 6n, horizon: 99n },
      { from: 9n, to: 9n, horizon: 99n },
    ]);
    expect(gapsBetween(3n, [], 99n)).toEqual([]);
  });

  it('and ids together are everything above the top, each once', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (top, offsets) => {
        const ids = ascending(offsets.map((offset) => top + offset));
        const all = [...ids, ...idsOf(gapsBetween(BigInt(top), ids, 1n))].sort((a, b) => Number(a - b));
        const last = Number(ids.at(-1) ?? top);
        expect(all).toEqual(Array.from({ length: last - top }, (_, index) => BigInt(top + 1 + index)));
      }),
    );
  });

  it('lose exactly the ids that came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 10, max: 30 })), (came) => {
        const gap: Gap = { from: 10n, to: 30n, horizon: 5n };
        const ids = ascending(came);
        const rest = idsOf(without(gap, ids));
        expect(rest).toEqual(idsOf([gap]).filter((id) => !ids.includes(id)));
      }),
    );
  });

  it('survive being kept, however large', () => {
    const gap: Gap = { from: 2n ** 60n, to: 2n ** 61n, horizon: 2n ** 62n };
    expect(readGap(JSON.parse(JSON.stringify(storeGap(gap))))).toEqual(gap);
  });
});
