/**
 * How the line to an acquirer stands. `down`: nothing gets through; `trial`: it seems to be back, and one payment of those
 * that waited is tried.
 */
export const LINE_STATUSES = ['up', 'down', 'trial'] as const;

export type LineStatus = (typeof LINE_STATUSES)[number];
