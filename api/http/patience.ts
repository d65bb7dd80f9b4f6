/** What a promise resolves with, or `otherwise` where it takes longer than `ms`; the promise is left to itself then. */
export async function within<T, F>(ms: number, promise: Promise<T>, otherwise: F): Promise<T | F> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<F>((resolve) => (timer = setTimeout(resolve, ms, otherwise)));
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
