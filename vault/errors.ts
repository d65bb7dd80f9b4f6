/** Every way in which the vault refuses: a closed set. Below 500, nothing was stored and nothing was sent. */
export const REFUSALS = {
  malformed_request: 400,
  security_code_not_allowed: 400,
  incorrect_number: 422,
  expired_card: 422,
  invalid_expiry: 422,
  unauthorised: 401,
  ticket_invalid: 401,
  ticket_expired: 401,
  ticket_used: 409,
  origin_not_allowed: 403,
  not_found: 404,
  card_number_unknown: 404,
  card_number_erased: 410,
  card_number_taken: 409,
  too_large: 413,
  rate_limited: 429,
  /** Nothing was sent, and nothing may be concluded: the record is to be mended, or the caller is gone. */
  card_number_unreadable: 503,
  too_late: 503,
  unavailable: 503,
  internal_error: 500,
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** Ends a request. The message is for people and never repeats what was sent. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  constructor(
    readonly code: RefusalCode,
    message: string,
    /** A field that we know by name, never one that the caller made up. */
    readonly field?: string,
    readonly members: Record<string, unknown> = {},
  ) {
    super(message);
  }

  get status(): number {
    return REFUSALS[this.code];
  }
}

/** What may be logged of an error of somebody else's: libraries quote what they were given. */
export function describeError(error: unknown): { error: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as { code?: unknown };
  // The stack begins with the message; without knowing where that ends, there is no telling the two apart.
  const [, after = ''] = (error.stack ?? '').split(error.message || '\n');
  const frames = after.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    ...(typeof code === 'string' && /^[A-Za-z0-9_]{1,40}$/.test(code) ? { code } : {}),
    stack: frames.slice(0, 8).join('\n'),
  };
}
