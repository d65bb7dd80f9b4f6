/** Does something with each, so many at once. Resolves with the results in the order of `all`. */
export async function inTurns<T, R>(
  atOnce: number,
  all: Iterable<T>,
  act: (one: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const left = [...all].entries();
  const turn = async (): Promise<void> => {
    for (const [index, one] of left) results[index] = await act(one);
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
  return results;
}
