import './quiet';

/**
 * The address of the real Temporal server that `*.live.test.ts` and `tests/e2e/` share: namespace `default`, in memory, with
 * the search attributes and settings of the stack. Use task queues and workflow ids of your own.
 */
export function temporalAddress(): string {
  const address = process.env.TEST_TEMPORAL_ADDRESS;
  if (!address)
    throw new Error('TEST_TEMPORAL_ADDRESS is not set: name the file *.live.test.ts or put it in tests/e2e/');
  return address;
}
