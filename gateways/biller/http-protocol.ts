import type { DeclineCode } from '../../domain/declines';
import type { Money } from '../../domain/money';
import { declined, type Outcome, succeeded, type Unknown, unknown } from '../../domain/outcomes';
import { type Answer, errorCode, isRecord } from '../http/json-http';
import type { BillerAccount, Registration } from './biller';

const REFUSALS: Readonly<Record<string, DeclineCode>> = {
  account_not_found: 'account_not_found',
  account_closed: 'account_closed',
  currency_mismatch: 'currency_mismatch',
  amount_out_of_range: 'amount_out_of_range',
  reversal_exceeds_registration: 'amount_out_of_range',
};

/** The protocol's other error codes that surely mean "not done". */
const OTHER_REFUSALS: ReadonlySet<string> = new Set(['malformed_request', 'registration_not_found']);

/** What an answer to a question says. */
export function readOf<T>(
  answer: Answer | Unknown,
  read: (body: Record<string, unknown>) => T | undefined,
): Outcome<T> {
  if (answer.kind === 'unknown') return answer;
  if (answer.status >= 400) return refused(answer);
  const value = isRecord(answer.body) ? read(answer.body) : undefined;
  return value === undefined ? unknown('unreadable_answer') : succeeded(value);
}

/**
 * A 4xx is a refusal only in the protocol's own words. Not let in, not at the biller at all, or stopped by a proxy:
 * that is to be mended, and no reason to give a payer's money back.
 */
export function refused(answer: Answer): Outcome<never> {
  const code = errorCode(answer.body) ?? '';
  if (answer.status === 401 || answer.status === 403) return unknown('server_error');
  // The key is in use, perhaps for something else: what stands under it is for an inquiry to find out.
  if (answer.status === 409 || code === 'reference_reused') return unknown('not_final');
  const isTheirs = Object.hasOwn(REFUSALS, code) || OTHER_REFUSALS.has(code);
  return isTheirs ? declined(refusalOf(code)) : unknown('server_error');
}

function refusalOf(code: unknown): DeclineCode {
  return (typeof code === 'string' && REFUSALS[code]) || 'biller_error';
}

const DONE = { registration: 'registered', reversal: 'reversed' } as const;
type Kind = keyof typeof DONE;

/**
 * How a registration or a reversal ended; `kind` where the caller knows which it must be. A registration that is there
 * and was taken back as a whole counts as registered no more, whoever took it back.
 */
export function outcomeIn(body: unknown, reference: string, kind?: Kind): Outcome<Registration> {
  if (!isRecord(body) || typeof body['id'] !== 'string' || body['reference'] !== reference) {
    return unknown('unreadable_answer');
  }
  const found = body['kind'];
  if ((found !== 'registration' && found !== 'reversal') || found !== (kind ?? found)) {
    return unknown('unreadable_answer');
  }
  if (body['status'] === 'refused') return declined(refusalOf(body['refusalCode']));
  if (body['status'] === DONE[found]) return succeeded({ externalId: body['id'] });
  return body['status'] === 'reversed' ? declined('biller_error') : unknown('unreadable_answer');
}

export function accountIn(body: Record<string, unknown>): BillerAccount | undefined {
  const { accountId, status, currency, name } = body;
  if (typeof accountId !== 'string' || typeof currency !== 'string') return undefined;
  if (status !== 'active' && status !== 'closed') return undefined;
  return { accountId, status, currency, ...(typeof name === 'string' ? { name } : {}) };
}

export function moneyIn(value: unknown): Money | undefined {
  if (!isRecord(value) || typeof value['currency'] !== 'string') return undefined;
  const minor = value['value'];
  return Number.isSafeInteger(minor) ? { value: minor as number, currency: value['currency'] } : undefined;
}
