import type { GrantedPermission, Level } from './levels';

/** The console's languages. */
export const LANGUAGES = ['en', 'ru'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What an administrator may change of a user. */
export interface UserChanges {
  displayName?: string;
  level?: Level;
  permissions?: GrantedPermission[];
  disabled?: boolean;
  language?: Language;
  /** Lets somebody sign in again who is locked out. */
  locked?: false;
}

/** Small letters, digits, dots, hyphens and underscores; it begins with a letter or a digit. */
export const USERNAME = /^[a-z0-9][a-z0-9._-]{1,63}$/;

/** Nobody raises or loses what they themselves may do: that takes another administrator. */
export function touchesAccess(changes: UserChanges): boolean {
  return changes.level !== undefined || changes.permissions !== undefined || changes.disabled !== undefined;
}

/** So many wrong sign-ins in a row are free. */
export const FREE_SIGN_INS = 5;

const MINUTE = 60_000;

/**
 * How long a name stays locked after its fifth wrong sign-in in a row, its sixth, and so on, in milliseconds; the last
 * goes on for all that follow.
 */
export const LOCK_OUTS_MS: readonly number[] = [
  MINUTE / 2,
  ...[1, 2, 4, 8, 16, 32, 60].map((minutes) => minutes * MINUTE),
];
