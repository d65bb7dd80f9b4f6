import { sleep } from '@temporalio/workflow';

/** For the harness's own test: sleeps for a month, then says how long. */
export async function sleeper(): Promise<number> {
  const before = Date.now();
  await sleep('31 days');
  return Date.now() - before;
}
