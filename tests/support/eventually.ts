import { setTimeout as sleep } from 'node:timers/promises';

/** Well within the limit of one test (tests/harness/timeout.ts), and far beyond what anything should take. */
const LIMIT_MS = 50_000;

/** Runs `check` until it no longer throws; then answers what it answered. Throws its last error when the limit is over. */
export async function eventually<T>(check: () => Promise<T>, limitMs = LIMIT_MS): Promise<T> {
  for (const deadline = Date.now() + limitMs; ; await sleep(100)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
