/**
 * Why a leg was refused: a closed set that every adapter maps its own codes to, so that a channel
 * handles one list however many acquirers and billers stand behind it.
 */
export const DECLINE_CODES = [
  'insufficient_funds',
  'card_expired',
  'card_not_supported',
  'card_lost_or_stolen',
  'incorrect_security_code',
  'incorrect_number',
  'authentication_failed',
  'limit_exceeded',
  'suspected_fraud',
  'do_not_honour',
  'cancelled_by_payer',
  'account_not_found',
  'account_closed',
  'currency_mismatch',
  'amount_out_of_range',
  'card_unknown',
  'not_authorised',
  'acquirer_unavailable',
  'acquirer_error',
  'biller_error',
  'resolved_by_person',
] as const;

export type DeclineCode = (typeof DECLINE_CODES)[number];

export function isDeclineCode(code: string): code is DeclineCode {
  return (DECLINE_CODES as readonly string[]).includes(code);
}
