import { StoreUnavailable } from './interfaces/failures';

/**
 * The database refused a statement: a bug, or a guard that did its duty. Carries the SQLSTATE and the
 * constraint, never the driver's `detail`, which quotes whole rows.
 */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused';
  constructor(
    message: string,
    readonly code: string,
    readonly constraint?: string,
  ) {
    super(`${message} (${code})`);
  }
}

/** SQLSTATEs that pass by themselves: connection, serialization, deadlock, full, shutting down, failing over, timed out. */
const PASSING_STATE = /^(08...|40001|40P01|53300|57P0.|57014|55P03|25P0.|25006)$/;

const PASSING_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH'],
  // Prisma's words for the same.
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2034', 'P2037'],
]);

/** The driver has no codes for these. */
const PASSING_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (has encountered a connection error|was closed) and is not queryable)/;

/** What a caller of the store gets to see of an error of the driver or of Prisma. */
export function translate(error: unknown): Error {
  const chain = causes(error);
  const passing = chain.find(isPassing);
  if (passing) return new StoreUnavailable(`the database is not available: ${describe(passing)}`);
  const refused = chain.find((link) => typeof link.severity === 'string' && typeof link.code === 'string');
  if (refused) return new StatementRefused(String(refused.message), String(refused.code), refused.constraint);
  return error instanceof Error ? error : new Error(String(error));
}

interface Link {
  message?: unknown;
  code?: unknown;
  originalCode?: unknown;
  severity?: unknown;
  constraint?: string;
  cause?: unknown;
  meta?: { driverAdapterError?: unknown };
  errors?: unknown;
}

/** The error and what it wraps: `cause`, Prisma's `meta`, and the several addresses of one failed connect. */
function causes(error: unknown, depth = 0): Link[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const link = error as Link;
  const wrapped = [
    link.cause,
    link.meta?.driverAdapterError,
    ...(Array.isArray(link.errors) ? link.errors : []),
  ];
  return [link, ...wrapped.flatMap((inner) => causes(inner, depth + 1))];
}

function isPassing(link: Link): boolean {
  return (
    [link.code, link.originalCode].some(
      (code) => typeof code === 'string' && (PASSING_CODES.has(code) || PASSING_STATE.test(code)),
    ) ||
    (typeof link.message === 'string' && PASSING_MESSAGE.test(link.message))
  );
}

function describe(link: Link): string {
  return String(link.originalCode ?? link.code ?? link.message);
}
