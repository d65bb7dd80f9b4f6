import Stripe from 'stripe';
import type { DeclineCode } from '../../domain/declines';
import { type Declined, declined, type Unknown, unknown } from '../../domain/outcomes';

/** Stripe's card decline codes (https://docs.stripe.com/declines/codes), each in our closed set. */
const DECLINE_CODES: Readonly<Record<string, DeclineCode>> = {
  authentication_not_handled: 'authentication_failed',
  authentication_required: 'authentication_failed',
  approve_with_id: 'do_not_honour',
  call_issuer: 'do_not_honour',
  card_not_supported: 'card_not_supported',
  card_velocity_exceeded: 'limit_exceeded',
  currency_not_supported: 'card_not_supported',
  do_not_honor: 'do_not_honour',
  do_not_try_again: 'do_not_honour',
  duplicate_transaction: 'do_not_honour',
  expired_card: 'card_expired',
  fraudulent: 'suspected_fraud',
  generic_decline: 'do_not_honour',
  incorrect_address: 'do_not_honour',
  incorrect_cvc: 'incorrect_security_code',
  incorrect_number: 'incorrect_number',
  incorrect_pin: 'authentication_failed',
  incorrect_zip: 'do_not_honour',
  insufficient_funds: 'insufficient_funds',
  invalid_account: 'card_not_supported',
  invalid_amount: 'amount_out_of_range',
  invalid_cvc: 'incorrect_security_code',
  invalid_expiry_month: 'card_expired',
  invalid_expiry_year: 'card_expired',
  invalid_number: 'incorrect_number',
  invalid_pin: 'authentication_failed',
  issuer_not_available: 'acquirer_unavailable',
  lost_card: 'card_lost_or_stolen',
  merchant_blacklist: 'suspected_fraud',
  mobile_device_authentication_required: 'authentication_failed',
  new_account_information_available: 'do_not_honour',
  no_action_taken: 'do_not_honour',
  not_permitted: 'card_not_supported',
  offline_pin_required: 'authentication_failed',
  online_or_offline_pin_required: 'authentication_failed',
  pickup_card: 'card_lost_or_stolen',
  pin_try_exceeded: 'authentication_failed',
  processing_error: 'acquirer_error',
  reenter_transaction: 'do_not_honour',
  restricted_card: 'card_lost_or_stolen',
  revocation_of_all_authorizations: 'do_not_honour',
  revocation_of_authorization: 'do_not_honour',
  security_violation: 'do_not_honour',
  service_not_allowed: 'card_not_supported',
  stolen_card: 'card_lost_or_stolen',
  stop_payment_order: 'do_not_honour',
  testmode_decline: 'do_not_honour',
  transaction_not_allowed: 'card_not_supported',
  try_again_later: 'do_not_honour',
  withdrawal_count_limit_exceeded: 'limit_exceeded',
};

/** Error codes that say why where there is no decline code (https://docs.stripe.com/error-codes). */
const ERROR_CODES: Readonly<Record<string, DeclineCode>> = {
  amount_too_large: 'amount_out_of_range',
  amount_too_small: 'amount_out_of_range',
  authentication_required: 'authentication_failed',
  card_decline_rate_limit_exceeded: 'limit_exceeded',
  card_declined: 'do_not_honour',
  capture_charge_authorization_expired: 'not_authorised',
  charge_already_captured: 'not_authorised',
  charge_already_refunded: 'not_authorised',
  charge_disputed: 'not_authorised',
  charge_exceeds_source_limit: 'limit_exceeded',
  charge_exceeds_transaction_limit: 'limit_exceeded',
  charge_expired_for_capture: 'not_authorised',
  charge_not_refundable: 'not_authorised',
  expired_card: 'card_expired',
  expired_payment_method: 'card_expired',
  incorrect_cvc: 'incorrect_security_code',
  incorrect_number: 'incorrect_number',
  insufficient_funds: 'insufficient_funds',
  invalid_card_type: 'card_not_supported',
  invalid_charge_amount: 'amount_out_of_range',
  invalid_cvc: 'incorrect_security_code',
  invalid_expiry_month: 'card_expired',
  invalid_expiry_year: 'card_expired',
  invalid_number: 'incorrect_number',
  payment_intent_authentication_failure: 'authentication_failed',
  payment_intent_payment_attempt_failed: 'do_not_honour',
  payment_intent_unexpected_state: 'not_authorised',
  payment_method_currency_mismatch: 'card_not_supported',
  payment_method_customer_decline: 'cancelled_by_payer',
  payment_method_provider_decline: 'do_not_honour',
  payment_method_restricted: 'card_not_supported',
  payment_method_unactivated: 'card_not_supported',
  refund_disputed_payment: 'not_authorised',
};

/** What a card error or a payment intent's last error says. A code that is new to us is still a refusal. */
export function declineOf(error: { code?: string; decline_code?: string }): DeclineCode {
  return (
    DECLINE_CODES[error.decline_code ?? ''] ??
    ERROR_CODES[error.code ?? ''] ??
    (error.decline_code ? 'do_not_honour' : 'acquirer_error')
  );
}

/** What some errors mean depends on whether money is in question already. */
export interface Meaning {
  /** An object named in the request is not there. */
  missing: DeclineCode;
  /** Our own key was not let in: nothing was done, but once it is mended it could be. */
  shutOut: Declined | Unknown;
}

export const BEGINNING: Meaning = { missing: 'card_unknown', shutOut: declined('acquirer_error') };
export const FOLLOWING_UP: Meaning = { missing: 'not_authorised', shutOut: unknown('server_error') };

const BY_STATUS = [400, 401, 402, 403, 404];
const STRIPES: readonly unknown[] = ['card_error', 'invalid_request_error', 'idempotency_error'];

/** What an error of the SDK says about a request that changes something. Anything but Stripe's is thrown on. */
export function outcomeOf(error: unknown, { missing, shutOut }: Meaning): Declined | Unknown {
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) throw error;
  // The SDK goes by the status alone: a proxy's 400, 403 or 404 has no type of Stripe's.
  const isStripes = STRIPES.includes(error.rawType);
  if (!isStripes && BY_STATUS.includes(error.statusCode ?? 0)) return unknown('server_error');
  if (error instanceof errors.StripeCardError) return declined(declineOf(error));
  if (error instanceof errors.StripeInvalidRequestError) {
    if (error.code === 'resource_missing' || error.statusCode === 404) return declined(missing);
    return declined(declineOf(error));
  }
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError) {
    return shutOut;
  }
  // Our key was used before, for something else or still running: what stands under it an inquiry tells.
  if (error instanceof errors.StripeIdempotencyError || error.statusCode === 409) return unknown('not_final');
  return unanswered(error);
}

/** What an error says to somebody who only asked: never a refusal. */
export function unanswered(error: unknown): Unknown {
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) throw error;
  if (error instanceof errors.StripeConnectionError) {
    const { code } = (error.detail ?? {}) as { code?: string };
    return unknown(code === 'ETIMEDOUT' ? 'timeout' : 'connection_lost');
  }
  // The SDK says so where an answer was no JSON; it has no status then.
  if (error instanceof errors.StripeAPIError && error.statusCode === undefined)
    return unknown('unreadable_answer');
  return unknown('server_error');
}
