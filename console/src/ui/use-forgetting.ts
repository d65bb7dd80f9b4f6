import { useEffect, useEffectEvent } from 'react';

/** Forgets a secret when one leaves the screen, or is signed out of it: what is merely out of sight keeps its state. */
export function useForgetting(forget: () => void): void {
  const onLeft = useEffectEvent(forget);
  useEffect(() => () => onLeft(), []);
}
