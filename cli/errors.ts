import { ApiProblem, NoAnswer } from './api';
import type { Problem } from './answers';
import { clean } from './terminal';

/** The command was written wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** All has been said; only the exit code is left. */
export class Exit extends Error {
  override readonly name = 'Exit';
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/** Which option a field of the request came from, for those whose names differ. */
const OPTION_OF: Record<string, string> = {
  'amount.value': '--amount',
  'amount.currency': '--currency',
  'account.value': '--msisdn, --account or --contract',
  'source.cardId': '--card',
  'source.returnUrl': '--return-url',
  'source.saveCard': '--save-card',
  customerId: '--customer',
  reference: '--reference',
  'receipt.phone': '--receipt-phone',
  'receipt.email': '--receipt-email',
  'receipt.language': '--receipt-language',
  createdFrom: '--from',
  createdTo: '--to',
  note: '--note',
  decision: '--decision',
  status: '--status',
  limit: '--limit',
  cursor: '--cursor',
  token: '--token',
};

const HINTS: Record<string, string> = {
  key_missing: 'Set TILLFLOW_KEY, or run this where `npm start` was run: it finds the demo key there.',
  key_unknown: 'Set TILLFLOW_KEY to a key of this API.',
};

/** An error in plain words, line by line. */
export function inWords(error: unknown): string {
  if (error instanceof ApiProblem) return problemInWords(error.problem, error.retryAfter);
  if (error instanceof NoAnswer) {
    return `${error.message}.\nIs it running (npm start)? TILLFLOW_URL chooses another address.`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** The same for programs: the API's own problem object where there is one. */
export function asJson(error: unknown): string {
  if (error instanceof ApiProblem) return JSON.stringify(error.problem);
  return JSON.stringify({ title: inWords(error), code: error instanceof NoAnswer ? 'no_answer' : 'usage' });
}

function problemInWords(problem: Problem, retryAfter: string | undefined): string {
  const { title, detail, errors = [], declineCode, code, requestId } = problem;
  const lines = [declineCode ? `${title}: ${declineCode}` : title];
  if (detail) lines.push(detail);
  for (const { path, message } of errors) lines.push(`  ${fieldName(path)}: ${message}`);
  if (HINTS[code]) lines.push(HINTS[code]);
  if (retryAfter) lines.push(`It can be tried again in ${retryAfter} s.`);
  lines.push(`(${[code, requestId].filter(Boolean).join(', ')})`);
  return lines.map(clean).join('\n');
}

function fieldName(path: string): string {
  // An option that may be repeated is a list in the request.
  const option = OPTION_OF[path.replace(/\.\d+$/, '')];
  return option ? `${option} (${path})` : path || 'the whole request';
}
