/** What a series of calls took. Milliseconds; `ratePerSecond` over the whole series. */
export interface Timing {
  count: number;
  seconds: number;
  ratePerSecond: number;
  p50: number;
  p99: number;
}

/** Makes `count` calls with `concurrency` of them under way. The first failure ends it. */
export async function inFlight(
  concurrency: number,
  count: number,
  call: (n: number) => Promise<unknown>,
): Promise<Timing> {
  const took: number[] = [];
  let next = 0;
  const began = performance.now();
  const lane = async (): Promise<void> => {
    while (next < count) {
      const n = next++;
      const start = performance.now();
      await call(n);
      took.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return timingOf(took, performance.now() - began);
}

export function timingOf(took: number[], totalMs: number): Timing {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (share: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  const seconds = totalMs / 1000;
  return {
    count: took.length,
    seconds,
    ratePerSecond: round(took.length / seconds),
    p50: at(0.5),
    p99: at(0.99),
  };
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
