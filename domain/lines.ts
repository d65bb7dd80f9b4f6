/**
 * How the line to an acquirer stands. `down`: nothing gets through; `trial`: it seems to be back, and is tried with one
 * payment: one of those that waited, or the next that comes where none did.
 */
export const LINE_STATUSES = ['up', 'down', 'trial'] as const;

export type LineStatus = (typeof LINE_STATUSES)[number];

/** A payment that was let in to try a line, and did not come by then, gives its place to another. */
export const TRIAL_CLAIM_MS = 30_000;
