import { useCallback, useEffect, useState } from 'react';

/** Seconds that are left, and how to begin with so many. */
export function useCountdown(): [left: number, start: (seconds: number) => void] {
  const [span, setSpan] = useState({ until: 0, now: 0 });
  const left = Math.max(0, Math.ceil((span.until - span.now) / 1000));
  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => setSpan(({ until }) => ({ until, now: Date.now() })), 1000);
    return () => clearTimeout(timer);
  }, [left, span]);
  const start = useCallback((seconds: number) => {
    const now = Date.now();
    setSpan({ until: now + seconds * 1000, now });
  }, []);
  return [left, start];
}
