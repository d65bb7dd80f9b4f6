import type { DeclineCode } from '../../domain/declines';
import type { Money } from '../../domain/money';
import { isRecord } from '../http/json-http';
import type { Card } from './acquirer';

/** The answers of the sandbox's acquirer protocol, checked before anything in them is believed. */
export interface Operation {
  id: string;
  reference: string;
  kind: 'authorisation' | 'capture' | 'void' | 'refund';
  status: 'approved' | 'declined';
  declineCode?: string;
  captured?: boolean;
  amount: Money;
}

export interface Session {
  id: string;
  reference: string;
  url: string;
  status: 'open' | 'authorised' | 'declined' | 'expired';
  declineCode?: string;
  card?: Card;
}

const DECLINES: Readonly<Record<string, DeclineCode>> = {
  insufficient_funds: 'insufficient_funds',
  expired_card: 'card_expired',
  card_not_supported: 'card_not_supported',
  lost_card: 'card_lost_or_stolen',
  stolen_card: 'card_lost_or_stolen',
  incorrect_cvc: 'incorrect_security_code',
  incorrect_number: 'incorrect_number',
  authentication_failed: 'authentication_failed',
  limit_exceeded: 'limit_exceeded',
  suspected_fraud: 'suspected_fraud',
  do_not_honour: 'do_not_honour',
  cancelled_by_payer: 'cancelled_by_payer',
  processing_error: 'acquirer_error',
  not_authorised: 'not_authorised',
  already_voided: 'not_authorised',
  amount_too_large: 'amount_out_of_range',
};

/** A code that the protocol does not have is still a refusal, only without a reason. */
export function declineOf(code: string | undefined): DeclineCode {
  return (code !== undefined && DECLINES[code]) || 'acquirer_error';
}

/** The protocol's error codes that surely mean "not done". */
const REFUSALS: Readonly<Record<string, DeclineCode>> = {
  malformed_request: 'acquirer_error',
  unauthorised: 'acquirer_error',
  token_not_found: 'card_unknown',
  authorisation_not_found: 'not_authorised',
  currency_mismatch: 'currency_mismatch',
};

/** What a 4xx says about a request; undefined where it is not the protocol's, and so may come from anybody. */
export function refusalOf(code: string | undefined): DeclineCode | undefined {
  return code !== undefined && Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
}

/** Whether a 404's code is the protocol's word for "never seen". */
export function isNeverSeen(code: string | undefined): boolean {
  return ['operation_not_found', 'session_not_found', 'token_not_found'].includes(code ?? '');
}

/** The operation in an answer, if it is one of this kind, under this reference. */
export function operationIn(
  body: unknown,
  kind: Operation['kind'],
  reference: string,
): Operation | undefined {
  if (!isRecord(body) || typeof body['id'] !== 'string' || !isMoney(body['amount'])) return undefined;
  if (body['kind'] !== kind || body['reference'] !== reference) return undefined;
  if (body['status'] !== 'approved' && body['status'] !== 'declined') return undefined;
  return body as unknown as Operation;
}

const SESSION_STATUSES: readonly unknown[] = ['open', 'authorised', 'declined', 'expired'];

export function sessionIn(body: unknown, reference: string): Session | undefined {
  if (!isRecord(body) || typeof body['id'] !== 'string' || typeof body['url'] !== 'string') return undefined;
  if (body['reference'] !== reference || !SESSION_STATUSES.includes(body['status'])) return undefined;
  if (body['card'] !== undefined && cardIn(body['card']) === undefined) return undefined;
  return body as unknown as Session;
}

/** A copy with only the fields that a card has here: nothing else of an answer is passed on. */
export function cardIn(body: unknown): Card | undefined {
  if (!isRecord(body)) return undefined;
  const { token, brand, last4, expiryMonth, expiryYear } = body;
  if (typeof token !== 'string' || typeof brand !== 'string') return undefined;
  if (typeof last4 !== 'string' || !/^\d{4}$/.test(last4)) return undefined;
  if (typeof expiryMonth !== 'number' || typeof expiryYear !== 'number') return undefined;
  return { token, brand, last4, expiryMonth, expiryYear };
}

function isMoney(value: unknown): value is Money {
  return isRecord(value) && Number.isSafeInteger(value['value']) && typeof value['currency'] === 'string';
}
