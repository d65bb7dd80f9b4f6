/** What the fake was asked. */
export interface Asked {
  method: string;
  path: string;
  /** Of the address that it was asked at. */
  origin: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  headers: Headers;
}

export interface Reply {
  status: number;
  json?: unknown;
  headers?: Record<string, string>;
}

export const ok = (json: unknown, status = 200): Reply => ({ status, json });
export const done: Reply = { status: 204 };

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly more: { headers?: Record<string, string>; errors?: unknown; declineCode?: string } = {},
  ) {
    super(code);
  }
}

/** One page of `items`, by a cursor that is the place of the next. */
export function paged<T>(items: readonly T[], query: URLSearchParams): Reply {
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  const more = from + limit < items.length;
  return ok({ items: items.slice(from, from + limit), ...(more && { cursor: String(from + limit) }) });
}

export function found<T>(item: T | undefined, code: string): T {
  if (!item) throw new Refusal(404, code);
  return item;
}
