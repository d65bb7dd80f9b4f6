import { useEffect } from 'react';

/** When a dialog is gone, the focus is where it was before: the component library sees to that only where it stays mounted. */
export function useFocusBack(opened: boolean): void {
  useEffect(() => {
    const before = document.activeElement;
    if (!opened || !(before instanceof HTMLElement)) return;
    return () => {
      if (before.isConnected) before.focus();
    };
  }, [opened]);
}
