import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Filters that live in the address: a screen can be sent to somebody, and "back" takes the last change back. */
export function useFilters<K extends string>(names: readonly K[]) {
  const [search, setSearch] = useSearchParams();
  const values = Object.fromEntries(names.map((name) => [name, search.get(name) || undefined])) as Partial<
    Record<K, string>
  >;
  const set = useCallback(
    (changes: Partial<Record<K, string>>) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        // What is opened over a page of the list leaves one on it.
        if (Object.keys(changes).some((name) => name !== 'open')) after.delete('cursor');
        for (const [name, value] of Object.entries(changes) as [string, string][]) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      }),
    [setSearch],
  );
  const clear = useCallback(() => setSearch({}), [setSearch]);
  return {
    values,
    set,
    clear,
    cursor: search.get('cursor') ?? undefined,
    any: names.some((name) => search.has(name)),
  };
}
