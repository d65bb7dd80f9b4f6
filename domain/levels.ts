import type { Scope } from './scopes';

/** What a user is at the console. Each level may do all that the one before it may. */
export const LEVELS = ['operator', 'manager', 'administrator'] as const;

export type Level = (typeof LEVELS)[number];

/** What an administrator grants to a person beside the level. Batching is no part of any level. */
export const GRANTED_PERMISSIONS = ['payments:batch', 'audit:export'] as const satisfies readonly Scope[];

export type GrantedPermission = (typeof GRANTED_PERMISSIONS)[number];

const ADDED: Record<Level, readonly Scope[]> = {
  operator: [
    'payments:create',
    'payments:read',
    'payments:cancel',
    'cards:write',
    'cards:read',
    'accounts:read',
    'refunds:request',
    'refunds:read',
    'lines:read',
  ],
  manager: ['refunds:decide', 'payments:resolve', 'operations:read', 'audit:read'],
  administrator: [
    'settings:read',
    'settings:write',
    'users:read',
    'users:write',
    'webhooks:read',
    'webhooks:write',
    'audit:export',
  ],
};

/** Everything that a person of this level, with these permissions beside it, may do. */
export function scopesOf(level: Level, granted: readonly GrantedPermission[] = []): Scope[] {
  const levels = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  return [...new Set([...levels.flatMap((one) => ADDED[one]), ...granted])];
}
