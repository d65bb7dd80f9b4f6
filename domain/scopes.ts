/** What a caller may do. Each route names the one that it needs; a channel's API key may be granted any of these. */
export const CHANNEL_SCOPES = [
  'payments:create',
  'payments:read',
  'payments:cancel',
  'payments:resolve',
  'payments:batch',
  'cards:write',
  'cards:read',
  'accounts:read',
  'refunds:request',
  'refunds:read',
  'lines:read',
  'webhooks:read',
  'webhooks:write',
  'operations:read',
] as const;

/** What only a person may do: no key is ever granted these. */
export const PERSONAL_SCOPES = [
  'refunds:decide',
  'settings:read',
  'settings:write',
  'users:read',
  'users:write',
  'audit:read',
  'audit:export',
] as const;

export const SCOPES = [...CHANNEL_SCOPES, ...PERSONAL_SCOPES] as const;

export type ChannelScope = (typeof CHANNEL_SCOPES)[number];
export type Scope = (typeof SCOPES)[number];

export function isChannelScope(text: string): text is ChannelScope {
  return (CHANNEL_SCOPES as readonly string[]).includes(text);
}
