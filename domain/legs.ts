import type { DeclineCode } from './declines';

/** One movement of money at an outside system. */
export interface Leg {
  /** `none`: not begun; `pending`: asked, no answer yet; `unknown`: asked, and nobody knows. */
  status: 'none' | 'pending' | 'unknown' | 'succeeded' | 'declined';
  /** The outside system's own id for it. */
  externalId?: string;
  code?: DeclineCode;
}
