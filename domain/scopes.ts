/** What a channel's API key may do. Each route names the one that it needs. */
export const SCOPES = [
  'payments:create',
  'payments:read',
  'payments:cancel',
  'payments:resolve',
  'cards:write',
  'cards:read',
  'operations:read',
] as const;

export type Scope = (typeof SCOPES)[number];

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
