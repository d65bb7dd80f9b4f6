/** After so long without a key or a pointer, nobody is thought to be there. */
const AWAY_AFTER_MS = 60_000;

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

let seenAt = Date.now();
for (const sign of SIGNS)
  addEventListener(sign, () => void (seenAt = Date.now()), { capture: true, passive: true });

/** Whether this page only refreshes itself, so that its requests shall not keep the session from becoming idle. */
export const isAway = (): boolean => Date.now() - seenAt > AWAY_AFTER_MS;
