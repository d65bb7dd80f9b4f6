import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

const Announce = createContext<(text: string) => void>(() => undefined);

/** Says to a screen reader what changes without anybody having moved there. */
export const useAnnounce = (): ((text: string) => void) => useContext(Announce);

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', times: 0 });
  const announce = useCallback((text: string) => setSaid(({ times }) => ({ text, times: times + 1 })), []);
  const spoken = useMemo(() => <span key={said.times}>{said.text}</span>, [said]);
  return (
    <Announce value={announce}>
      {children}
      <div className="hidden" role="status" aria-live="polite">
        {spoken}
      </div>
    </Announce>
  );
}
