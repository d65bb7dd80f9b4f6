import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { follow } from './follow';

const LiveState = createContext(false);

/** Whether changes are told of as they happen. */
export const useLiveState = (): boolean => useContext(LiveState);

/** What is fetched again after a change of an object of this kind. */
const CHANGED: Record<string, readonly string[]> = {
  payment: ['payments', 'payment', 'statistics', 'lines'],
  refund: ['refunds', 'refund', 'payment', 'statistics', 'lines'],
  line: ['lines'],
  settings: ['settings'],
};

/** Many changes in one moment are one look. */
const TOGETHER_MS = 400;
/** How often one looks anyway, while nobody tells. */
const UNTOLD_MS = 10_000;

export function Live({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    const stale = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      for (const key of stale) void queries.invalidateQueries({ queryKey: [key] });
      stale.clear();
    };
    const note = (keys: readonly string[]) => {
      keys.forEach((key) => stale.add(key));
      timer ??= setTimeout(look, TOGETHER_MS);
    };
    const stop = follow({
      onChange: ({ object }) => note(CHANGED[object] ?? []),
      onState: (on) => {
        setLive(on);
        // What happened while nobody told.
        if (on) note(Object.values(CHANGED).flat());
      },
      onRefused: () => void queries.invalidateQueries({ queryKey: ['session'] }),
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [queries]);

  useEffect(() => {
    if (live) return;
    const timer = setInterval(() => {
      for (const key of ['payments', 'payment', 'refunds', 'refund'])
        void queries.invalidateQueries({ queryKey: [key] });
    }, UNTOLD_MS);
    return () => clearInterval(timer);
  }, [live, queries]);

  return <LiveState value={live}>{children}</LiveState>;
}
