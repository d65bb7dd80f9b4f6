import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { isSignedOut, isUndecided } from './problems';

interface Command<V, R> {
  run: (given: V, key: string) => Promise<R>;
  /** Keys of queries that look different afterwards. */
  changes?: readonly (readonly unknown[])[];
  onDone?: (result: R, given: V) => void;
}

/**
 * Something that a person tells the API to do. One Idempotency-Key stands for one intent: the same again keeps it until
 * the API has decided, so that neither a double click nor a repetition after a broken line does anything twice.
 */
export function useCommand<V, R>({ run, changes = [], onDone }: Command<V, R>) {
  const queries = useQueryClient();
  const intent = useRef<{ key: string; given: string } | undefined>(undefined);
  const under = useRef(false);
  const mutation = useMutation<R, Error, V>({
    mutationFn: (given) => {
      const said = JSON.stringify(given ?? null);
      if (intent.current?.given !== said) intent.current = { key: crypto.randomUUID(), given: said };
      return run(given, intent.current.key);
    },
    onSuccess: async (result, given) => {
      intent.current = undefined;
      onDone?.(result, given);
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    onError: (error) => {
      if (!isUndecided(error)) intent.current = undefined;
      if (isSignedOut(error)) queries.setQueryData(['session'], null);
    },
    onSettled: () => void (under.current = false),
  });
  const { mutate } = mutation;
  const send = useCallback(
    (given: V) => {
      if (under.current) return;
      under.current = true;
      mutate(given);
    },
    [mutate],
  );
  return {
    send,
    busy: mutation.isPending,
    // Who is signed out sees that at once, and has no failure before them when they are in again.
    error: isSignedOut(mutation.error) ? null : mutation.error,
    reset: mutation.reset,
    data: mutation.data,
  };
}
