import { useEffect, useState } from 'react';
import type { ApiProblem } from '../api/problems';

/** Seconds until the API lets one try again, counted down; 0 where it does so now. */
export function useCountdown(problem: ApiProblem | undefined): number {
  const [until, setUntil] = useState(0);
  const [now, setNow] = useState(() => Date.now());
  const [seen, setSeen] = useState(problem);
  if (seen !== problem) {
    const from = Date.now();
    setSeen(problem);
    setNow(from);
    setUntil(problem ? from + (problem.extras.retryAfter ?? 30) * 1000 : 0);
  }
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => setNow(Date.now()), 1000);
    return () => clearTimeout(timer);
  }, [left, now]);
  return left;
}
